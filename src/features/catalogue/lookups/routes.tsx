/** The lookups (creators, categories, types): the index of each, each entry with its items, and the forms that change them. */
import { Hono } from 'hono'
import { lookupNames, lookups } from '../../../declared.ts'
import type { LookupName } from '../../../declared.ts'
import type { AppContext, AppEnv } from '../../../http/context.ts'
import { notFound } from '../../../http/errors.tsx'
import { answerForm, typedText, typedTexts } from '../../../http/form.ts'
import { idOf } from '../../../http/id.ts'
import { seeOther } from '../../../http/notice.ts'
import { page } from '../../../http/respond.tsx'
import { paths } from '../../../paths.ts'
import { capital } from '../../../rules/words.ts'
import { allow } from '../../../security/rights/allow.ts'
import { readableFields } from '../../../security/rights/policy.ts'
import { may } from '../../../security/rights/viewer.ts'
import { noRules } from '../../../type-rules.ts'
import {
  choicesOfLookup,
  countBreaking,
  countItemsByField,
  countItemsOf,
  findTypeRules,
  listItemsOf,
  readAround,
} from '../items/queries.ts'
import { createEntry, deleteEntry, updateEntry } from './commands.ts'
import { parseEntryDeletionForm, parseEntryForm, readEntryChoice, readPosition, textsOf } from './forms.ts'
import type { EntryTexts } from './forms.ts'
import { textsOfRules } from './forms/rules.ts'
import { EntryPage } from './pages/entry.tsx'
import { EntryFormPage, NotDeletedPage, entryFormTitle, entryNotDeleted } from './pages/form.tsx'
import type { EntryFormProps, NotDeletedProps } from './pages/form.tsx'
import { LookupIndexPage } from './pages/index.tsx'
import { findEntry, listEntries, versionOfEntry } from './queries.ts'
import type { Entry } from './queries.ts'

export const lookupRoutes = new Hono<AppEnv>()
for (const lookup of lookupNames) {
  lookupRoutes.route('/', reading(lookup))
  lookupRoutes.route('/', editing(lookup))
}

function reading(lookup: LookupName) {
  const { noun } = lookups[lookup]
  const app = new Hono<AppEnv>()

  app.get(`/${lookup}`, allow('catalogue.read'), async (c) => {
    const { heavy, viewer } = c.var
    const choice = readEntryChoice(c.req.query())
    const index = await listEntries(heavy, lookup, choice, viewer)
    const mayManage = may(viewer, 'lookup.manage')
    return page(c, capital(noun.many), <LookupIndexPage {...{ lookup, choice, index, mayManage }} />)
  })

  app.get(`/${lookup}/:id{[0-9]+}`, allow('catalogue.read'), async (c) => {
    const { db, heavy, viewer } = c.var
    const entry = await stored(c, lookup)
    const place = readPosition(c.req.query())
    const [first, ...others] = await countItemsByField(heavy, lookup, entry.id, viewer)
    const name = first?.choice ?? choicesOfLookup(lookup, readableFields(viewer))[0]?.name
    // A lookup that no field refers to has no items.
    const [list, around] = name
      ? await Promise.all([
          listItemsOf({ db, heavy }, { [name]: [entry.id] }, place, viewer),
          readAround(heavy, name, entry.id, viewer),
        ])
      : [{ items: [], hasBefore: false, hasAfter: false, total: 0 }, []]
    const used =
      others.length === 0 ? list.total : (await countItemsOf(heavy, lookup, [entry.id], viewer)).get(entry.id)
    const mayManage = may(viewer, 'lookup.manage')
    const rules = lookup === 'types' ? await findTypeRules(db, entry.id, viewer) : undefined
    const seesBreaking = rules && (mayManage || may(viewer, 'item.update'))
    const breaking = seesBreaking ? await countBreaking({ db, heavy }, entry.id, rules, viewer) : []
    return page(
      c,
      entry.name,
      <EntryPage
        {...{ lookup, entry, place, list, around, mayManage, rules, breaking, others, used }}
        choice={name}
        as={first?.label}
      />,
    )
  })

  return app
}

function editing(lookup: LookupName) {
  const hrefOf = (id: number) => paths.entry(lookup, id)
  const app = new Hono<AppEnv>()

  app.get(`/${lookup}/new`, allow('lookup.manage'), async (c) =>
    formPage(c, { lookup, values: await textsIn(c, lookup) }),
  )

  app.post(`/${lookup}`, allow('lookup.manage'), (c) =>
    answerForm(c, {
      parse: parseEntryForm(lookup, readableFields(c.var.viewer)),
      work: ({ input, formKey }) => createEntry(c.var.em(), lookup, input, c.var.viewer, formKey),
      see: hrefOf,
      again: async ({ status, errors, typed }) =>
        formPage(c, { lookup, values: typedTexts(typed, await textsIn(c, lookup)), errors }, status),
      done: ({ id }) => seeOther(c, hrefOf(id), `${lookup}.added`),
    }),
  )

  app.get(`/${lookup}/:id{[0-9]+}/edit`, allow('lookup.manage'), async (c) => {
    const entry = await stored(c, lookup)
    const version = await versionOfEntry(c.var.db, lookup, entry.id, c.var.viewer)
    return formPage(c, { lookup, stored: entry, values: await textsIn(c, lookup, entry), version })
  })

  app.post(`/${lookup}/:id{[0-9]+}`, allow('lookup.manage'), async (c) => {
    const entry = await stored(c, lookup)
    return answerForm(c, {
      parse: parseEntryForm(lookup, readableFields(c.var.viewer)),
      work: ({ input }) => updateEntry(c.var.em(), lookup, entry.id, input, c.var.viewer),
      // A message about another field than the name is about two items that would share an identifier: it links to one of them.
      see: (id, { field }) => (field === 'name' ? hrefOf(id) : paths.item(id)),
      again: async ({ status, errors, typed, refusal }) => {
        const values = typedTexts(typed, await textsIn(c, lookup, entry))
        const version = typedText(typed, 'version')
        if (refusal?.code === 'conflict') return conflictPage(c, { lookup, values, errors })
        return formPage(c, { lookup, stored: entry, values, errors, version }, status)
      },
      done: ({ id }) => seeOther(c, hrefOf(id), `${lookup}.saved`),
    })
  })

  app.post(`/${lookup}/:id{[0-9]+}/deletions`, allow('lookup.manage'), (c) =>
    answerForm(c, {
      parse: parseEntryDeletionForm,
      work: ({ formKey }) => deleteEntry(c.var.em(), lookup, idOf(c), c.var.viewer, formKey),
      see: (id) => {
        const [choice, ...others] = choicesOfLookup(lookup, readableFields(c.var.viewer))
        // The page of an entry leads to its items by each field.
        return choice && others.length === 0 ? paths.items({ [choice.name]: id }) : hrefOf(id)
      },
      again: ({ status, errors }) => notDeletedPage(c, { lookup, id: idOf(c), errors }, status),
      done: () => seeOther(c, paths.entries(lookup), `${lookup}.deleted`),
    }),
  )

  return app
}

/** What the form shows: of a type also its rules, about the fields that the viewer may read. */
async function textsIn(c: AppContext, lookup: LookupName, entry?: Entry): Promise<EntryTexts> {
  const { db, viewer } = c.var
  const texts = textsOf(lookup, entry)
  if (lookup !== 'types') return texts
  const rules = entry ? await findTypeRules(db, entry.id, viewer) : noRules
  return { ...texts, ...textsOfRules(rules, readableFields(viewer)) }
}

/** @throws 404 where there is no such entry */
async function stored(c: AppContext, lookup: LookupName) {
  const entry = await findEntry(c.var.db, lookup, idOf(c), c.var.viewer)
  if (!entry) throw notFound()
  return entry
}

/** The second of two savers: the form again, with what the first one saved above it. Whoever saves once more replaces that. */
async function conflictPage(
  c: AppContext,
  { lookup, values, errors }: Pick<EntryFormProps, 'lookup' | 'values' | 'errors'>,
): Promise<Response> {
  const entry = await stored(c, lookup)
  const version = await versionOfEntry(c.var.db, lookup, entry.id, c.var.viewer)
  const theirs = await textsIn(c, lookup, entry)
  return formPage(c, { lookup, stored: entry, values, errors, version, theirs }, 409)
}

function formPage(c: AppContext, props: EntryFormProps, status = 200): Response {
  return page(c, entryFormTitle(props), <EntryFormPage {...props} />, { status, noIndex: true })
}

function notDeletedPage(c: AppContext, props: NotDeletedProps, status: number): Response {
  return page(c, entryNotDeleted, <NotDeletedPage {...props} />, { status, noIndex: true })
}
