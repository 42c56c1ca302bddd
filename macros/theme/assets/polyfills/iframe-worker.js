/* On file:// no browser starts a worker, so Material's search would stay silent. There a hidden frame runs the
   worker's script instead. Nothing inline is written, so the site's policy needs no exception. */
(function () {
  'use strict'
  if (location.protocol !== 'file:') return

  class FrameWorker extends EventTarget {
    constructor(url) {
      super()
      this.onmessage = this.onerror = null
      this.frame = document.createElement('iframe')
      this.frame.hidden = true
      this.ready = new Promise(function (resolve) {
        const frame = this.frame
        document.body.append(frame)
        const inside = frame.contentWindow
        // The worker's own words: what it posts comes to us, what it imports is loaded one after another.
        inside.postMessage = (data) => this.tell(data)
        inside.importScripts = (...urls) => urls.reduce((before, each) => before.then(() => load(inside, each)), Promise.resolve())
        load(inside, url).then(() => resolve(inside), (error) => this.fail(error))
      }.bind(this))
    }

    postMessage(data) {
      const copy = structuredClone(data)
      this.ready.then((inside) => inside.dispatchEvent(new inside.MessageEvent('message', { data: copy })))
    }

    terminate() {
      this.frame.remove()
    }

    tell(data) {
      this.give(new MessageEvent('message', { data: structuredClone(data) }), this.onmessage)
    }

    fail(error) {
      this.give(new ErrorEvent('error', { message: String(error), error }), this.onerror)
    }

    give(event, handler) {
      this.dispatchEvent(event)
      if (handler) handler.call(this, event)
    }
  }

  function load(inside, url) {
    return new Promise((resolve, reject) => {
      const script = inside.document.createElement('script')
      script.src = url
      script.onload = () => resolve()
      script.onerror = () => reject(new Error('could not load ' + url))
      inside.document.body.append(script)
    })
  }

  // Material's worker asks for the second name, to know where its language files are.
  window.Worker = window.IFrameWorker = FrameWorker
})()
