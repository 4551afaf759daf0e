/** Loads htmx and the one extension that is used: a link that will probably be followed is fetched beforehand (see intent.ts). */
import 'htmx.org'
import 'htmx.org/dist/ext/hx-preload.js'
