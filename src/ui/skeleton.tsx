/** What shows that something is on its way. */

/** Grey lines in the shape of the cards that will stand here. */
export function CardSkeletons({ count = 6 }: { readonly count?: number | undefined }) {
  return (
    <div class="card-grid" aria-hidden="true">
      {Array.from({ length: count }, () => (
        <div class="card card-skeleton">
          <span class="skeleton skeleton-short" />
          <span class="skeleton skeleton-title" />
          <span class="skeleton" />
        </div>
      ))}
    </div>
  )
}

/** A thin line along the top of the window while htmx fetches; only after a moment, so that what is quick does not flicker. */
export const LoadingLine = () => (
  <div class="progress" id="progress" aria-hidden="true">
    <span class="progress-bar" />
  </div>
)
