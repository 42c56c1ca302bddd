/* What Material asks (0: here is the index, 2: here is a query) and is answered (1: ready, 3: here is what was found).
   The same script runs as a worker and, on file://, inside a hidden frame. */
let presenter

addEventListener('message', ({ data: message }) => {
  if (message.type === 0) {
    const { config, docs } = message.data
    presenter = new Presenter(new Engine(config.tokki, docs), config.tokki)
    postMessage({ type: 1 })
  }
  if (message.type === 2) postMessage({ type: 3, data: presenter.results(message.data) })
})
