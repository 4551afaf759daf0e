/** Runs in the head, before anything is drawn, so that a page never appears in the wrong theme for a moment. */
import './script-failure.ts'
import { chosenTheme, showTheme } from './theme.ts'

showTheme(chosenTheme())
