/** The rules of one type, and how many of its items break each of them: those that were there before. */
import type { DeclaredName } from '../../../../declared.ts'
import { declarationOf, declaredNames } from '../../../../declared.ts'
import type { Reader, Readers } from '../../../../db/engine/connection.ts'
import { ifInTime } from '../../../../db/engine/time-limit.ts'
import { authorize } from '../../../../security/rights/authorize.ts'
import { readableFields } from '../../../../security/rights/policy.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import { noFilter } from '../forms/filter.ts'
import { identifierName, rulesAbout, typeRulesOf } from '../../../../type-rules.ts'
import type { TypeRules } from '../../../../type-rules.ts'
import { countItems } from './count.ts'
import type { Total } from './count.ts'

/** About the fields that the viewer may read; without any where there is no such type. */
export async function findTypeRules(db: Reader, id: number, viewer: Viewer): Promise<TypeRules> {
  authorize(viewer, 'catalogue.read')
  const [type, fields] = await Promise.all([
    db
      .selectFrom('item_types')
      .select(['identifier_scheme', 'identifier_pattern'])
      .where('id', '=', id)
      .executeTakeFirst(),
    db.selectFrom('item_type_fields').selectAll().where('item_type_id', '=', id).execute(),
  ])
  return rulesAbout(typeRulesOf(type ?? {}, fields), readableFields(viewer))
}

/** The items of a type that break the rules about one field. */
export interface Breaking {
  field: DeclaredName
  /** Undefined where there was no time to count them. */
  total: Total | undefined
}

/** For each field that items of the type could break a rule about, how many do; none for a field that none breaks. */
export async function countBreaking(
  readers: Readers,
  type: number,
  rules: TypeRules,
  viewer: Viewer,
): Promise<Breaking[]> {
  authorize(viewer, 'catalogue.read')
  const readable = readableFields(viewer)
  const fields = declaredNames.filter((name) => {
    const isNeeded = rules.fields[name] === 'required' || declarationOf(name).required === true
    const isChecked = name === identifierName && rules.identifier_scheme != null
    return name !== 'title' && readable.includes(name) && (isNeeded || isChecked)
  })
  const counted = fields.map(async (field): Promise<Breaking> => {
    const filter = { ...noFilter, type: [type], breaks: field }
    return { field, total: await ifInTime(() => countItems(readers, filter, viewer)) }
  })
  return (await Promise.all(counted)).filter(({ total }) => total?.count !== 0)
}
