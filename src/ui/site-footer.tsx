/** The foot of every page: what this is, and where to learn how it is made. */
import { domain } from '../domain.ts'
import { paths } from '../paths.ts'
import { Mark } from './mark.tsx'
import { cachedHtml } from './cached-html.ts'

export const SiteFooter = cachedHtml(() => (
  <footer class="site-footer">
    <div class="site-footer-row">
      <p class="site-footer-words">
        <Mark />
        <span>{domain.tagline}</span>
      </p>
      <nav aria-label="About this site">
        <ul role="list">
          <li>
            <a href={paths.learnModel()}>How it is made</a>
          </li>
          <li>
            <a href={paths.learnLook()}>Style sheet</a>
          </li>
        </ul>
      </nav>
    </div>
  </footer>
))
