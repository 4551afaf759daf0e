/** The matrix: a row for each permission, a column for each role, a box where they meet. */
import type { Matrix, RoleColumn } from '../queries.ts'
import { people } from './people.ts'

export interface MatrixProps {
  matrix: Matrix
  /** The boxes as they were ticked, when the form comes back; else as they are. */
  ticked?: ReadonlySet<string> | undefined
}

export function MatrixTable({ matrix, ticked }: MatrixProps) {
  return (
    <div class="table-region table-scroll" role="region" aria-label="What each role may do" tabIndex={0}>
      <table class="table matrix">
        <caption class="visually-hidden">What each role may do</caption>
        <thead>
          <tr>
            <th scope="col">May</th>
            {matrix.roles.map(({ name, open }) => (
              <th scope="col" class="matrix-cell">
                {name}
                <span class="visually-hidden">, </span>
                <span class="matrix-people">{people(open)}</span>
              </th>
            ))}
          </tr>
        </thead>
        {matrix.groups.map(({ title, permissions }) => (
          <tbody>
            <tr>
              <th scope="rowgroup" colSpan={matrix.roles.length + 1} class="matrix-group">
                <span class="matrix-title">{title}</span>
              </th>
            </tr>
            {permissions.map(([name, words]) => (
              <tr>
                <th scope="row">
                  {words} <code class="matrix-name">{name}</code>
                </th>
                {matrix.roles.map((role) => (
                  <td class="matrix-cell">
                    <Box role={role} permission={name} words={words} ticked={ticked} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  )
}

interface BoxProps {
  role: RoleColumn
  permission: string
  words: string
  ticked: ReadonlySet<string> | undefined
}

function Box({ role, permission, words, ticked }: BoxProps) {
  const value = `${role.id}:${permission}`
  const checked = ticked ? ticked.has(value) : role.permissions.has(permission)
  return (
    <label class="matrix-box">
      <input type="checkbox" name="allow" value={value} checked={checked} />
      <span class="visually-hidden">
        {role.name} may {words}
      </span>
    </label>
  )
}
