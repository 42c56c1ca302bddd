// Reads a GIFT file from standard input with a parser that is not ours; writes what it found as JSON.
const path = require('path')
const { parse } = require(path.join(__dirname, '../../macros/theme/node_modules/gift-pegjs'))
const text = require('fs').readFileSync(0, 'utf8')
process.stdout.write(JSON.stringify(parse(text)))
