/** The browser of the end-to-end tests: the chromium or Chrome that the machine has. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']
const places = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
  'C:/Program Files (x86)/Google/Chrome/Application/chrome.exe',
  'C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe',
]

/** Nothing but the pages under test: no look-ups, updates or first-run pages, which a machine without a network waits for. */
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-quic',
  '--disable-sync',
  '--no-default-browser-check',
  '--no-first-run',
]

/** The browser's program: CHROMIUM names it, or it is on the PATH or in its usual place. */
export function findBrowser(): string | undefined {
  const onPath = (process.env.PATH ?? '')
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)))
  return [process.env.CHROMIUM ?? '', ...onPath, ...places].find((file) => file !== '' && existsSync(file))
}

/** Starts it without a window. @throws an error that says how to get a browser */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findBrowser()
  if (executablePath === undefined) {
    throw new Error(
      'The browser tests need chromium or Chrome. Install one (apt-get install chromium, brew install --cask chromium, winget install Google.Chrome), or set CHROMIUM to its program.',
    )
  }
  // A browser's own sandbox refuses to run as root.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({ executablePath, args: [...quiet, ...sandbox] })
}

/**
 * Tells each error of a page's code. The browser's own word that it left out the fading from page to page, because the machine was too slow
 * for it, is none of ours.
 */
export function onPageError(page: Page, tell: (message: string) => void): void {
  page.on('pageerror', ({ message }) => {
    if (!/^Transition was (aborted|skipped)/.test(message)) tell(message)
  })
}
