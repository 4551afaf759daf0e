/**
 * What this project is about: what a task is called here, and what is known of it. A student edits this file first.
 * Change a word and every page, title and message follows; the tables in the database keep their names.
 */
import * as field from '../fields/index.ts'
import type { Domain, OwnedBy } from '../fields/domain.ts'
import { limits } from '../rules/limits.ts'
import { noun } from '../rules/words.ts'

export const domain = {
  /** The name in the header, in page titles and on the front page. */
  name: 'Club Tasks',
  /** One sentence for the front page and for search engines. */
  tagline: 'Who does what, until when.',

  item: noun('task', 'tasks'),

  /** In which language and country's way numbers, amounts and dates are shown: `de-CH`, `en-GB`. */
  locale: 'en-GB',

  /** Whether visitors may read the catalogue. The setting `PUBLIC_CATALOGUE` wins over it. */
  publicCatalogue: false,
  /** The folder of `samples` that fills an empty database. */
  sample: 'tasks',

  /** What roles may do in a new database beyond what they may do everywhere. */
  roles: { member: ['item.create', 'item.update.own'] },
  /** Ends "change the tasks …" on the page of roles. */
  ownItems: 'they added or have to do',

  /** What is known of a task, one line for each field: everything about it follows from its line. */
  fields: {
    title: field.title('Task'),
    status: field.choice('Status', {
      values: { to_do: 'To do', doing: 'Doing', waiting: 'Waiting', done: 'Done' },
      default: 'to_do',
      table: true,
      card: true,
      sort: true,
      filter: true,
    }),
    due_date: field.date('Due', { table: true, card: true, sort: true, filter: true }),
    assignee: field.person('Assigned to', { read: 'catalogue.read', table: true, card: true, filter: true }),
    priority: field.choice('Priority', {
      values: ['high', 'normal', 'low'],
      default: 'normal',
      table: true,
      sort: true,
      filter: true,
    }),
    creators: field.lookup('Projects', { of: 'creators', many: true, card: true, filter: true }),
    categories: field.lookup('Labels', { of: 'categories', many: true, card: true, filter: true }),
    description: field.longText('Notes', { search: true }),
  },

  /** The lists that tasks choose from. The keys are their addresses, such as `/creators`; every task has one of `types`. */
  lookups: {
    creators: {
      noun: noun('project', 'projects'),
      choice: 'creator',
      fields: { aim: field.longText('Aim', { limit: limits.note }) },
    },
    categories: {
      noun: noun('label', 'labels'),
      choice: 'category',
      fields: { description: field.longText('Description', { limit: limits.note }) },
    },
    types: {
      noun: noun('kind', 'kinds'),
      table: 'item_types',
      choice: 'type',
      fields: { description: field.longText('Description', { limit: limits.note }) },
    },
  },

  /** What a new database begins with: the kinds are data from then on, which staff change at `/types`. */
  types: [
    { name: 'Plan', description: 'To think through, to arrange and to book.' },
    { name: 'Meet', description: 'To talk about and to decide together.', needs: ['due_date'] },
    { name: 'Write', description: 'To put into words: letters, articles, lists.' },
    { name: 'Design', description: 'To draw, to lay out, to choose pictures.' },
    { name: 'Build', description: 'To make with one’s hands, or to program.' },
    { name: 'Repair', description: 'To mend what is broken.' },
    { name: 'Buy', description: 'To get, to order or to lend.' },
  ],

  /** The view "Board" of the list: a column for each status. What is due soonest stands first, and what is late is marked. */
  board: { by: 'status', due: 'due_date', done: ['done'] },

  /** The front page: a number for each of these, then what follows it from top to bottom. */
  home: {
    look: 'agenda',
    figures: [
      {
        label: 'overdue',
        filter: (day) => ({ status: ['to_do', 'doing', 'waiting'], due_date_to: day(-1) }),
      },
      {
        label: 'due this week',
        filter: (day) => ({
          status: ['to_do', 'doing', 'waiting'],
          due_date_from: day(0),
          due_date_to: day(6),
        }),
      },
      { label: 'in work', filter: { status: 'doing' } },
      { label: 'done', filter: { status: 'done' } },
    ],
    blocks: [
      {
        show: 'list',
        title: 'Overdue',
        urgent: true,
        filter: (day) => ({ status: ['to_do', 'doing', 'waiting'], due_date_to: day(-1) }),
        sort: 'due_date',
        as: 'lines',
        fields: ['due_date', 'status', 'assignee'],
        most: 8,
        half: true,
      },
      {
        show: 'list',
        title: 'My open tasks',
        filter: { assignee: 'me', status: ['to_do', 'doing', 'waiting'] },
        sort: 'due_date',
        as: 'lines',
        fields: ['due_date', 'status', 'priority'],
        most: 8,
        empty: 'Nothing is waiting for you.',
        half: true,
      },
      {
        show: 'list',
        title: 'Next',
        filter: (day) => ({ status: ['to_do', 'doing', 'waiting'], due_date_from: day(0) }),
        sort: 'due_date',
        as: 'table',
        fields: ['due_date', 'status', 'assignee', 'creators'],
        most: 10,
        empty: 'Nothing is planned.',
      },
      { show: 'bars', by: 'status' },
      { show: 'bars', by: 'creators' },
    ],
  },
} as const satisfies Domain

/** What is somebody's own: `item.update.own` and `item.delete.own` hold for it. Here it is what they added, and what they have to do. */
export const ownedBy: OwnedBy = (item, account) =>
  item.created_by === account.id || item.assignee_id === account.id
