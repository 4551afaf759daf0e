/** What the linter asks for: mistakes that types do not catch, and files and functions that stay readable. */
import { defineConfig, globalIgnores } from 'eslint/config'
import { builtinRules } from 'eslint/use-at-your-own-risk'
import tseslint from 'typescript-eslint'

/** Lengths are counted without blank lines and comments: an explanation never makes a file too long. */
const counted = { skipBlankLines: true, skipComments: true }

/** The same two rules a second time, so that lint can warn at the length we aim for and fail at the limit. */
const aim = {
  rules: {
    'max-lines': builtinRules.get('max-lines'),
    'max-lines-per-function': builtinRules.get('max-lines-per-function'),
  },
}

/** ESLint's own recommended rules, read from the rules themselves: one package fewer than @eslint/js. */
const recommended = Object.fromEntries(
  [...builtinRules].filter(([, rule]) => rule.meta.docs.recommended).map(([name]) => [name, 'error']),
)

/** `process.env` is read in one place, so that every setting is checked and documented. */
const noEnvironment = [
  'error',
  {
    object: 'process',
    property: 'env',
    message: 'Settings are read by src/config.ts only: add the setting there.',
  },
]

export default defineConfig(
  globalIgnores(['node_modules/', 'data/', 'public/', 'coverage/']),
  { rules: recommended },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      // `import { type X }` still runs the file it names; `import type { X }` leaves no trace.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/consistent-type-definitions': 'off',
      // An interface gives a long inferred type a short name in the editor's messages.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      // `${count} items` is clear; an object or a null in a sentence is a mistake.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A promise given where a plain callback is expected loses its error; JSX and event lists are the usual places.
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // `Promise.withResolvers<void>()` is right, and the rule knows only types.
      '@typescript-eslint/no-invalid-void-type': 'off',
      // `[...text]` is meant here: characters as Unicode counts them, not halves of them.
      '@typescript-eslint/no-misused-spread': 'off',
      // MikroORM hands out its own classes under wider names.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Hono's handlers and MikroORM's hooks are async by contract, whether or not they wait for something.
      '@typescript-eslint/require-await': 'off',
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^\\.{1,2}/(?!.*\\.(ts|tsx|js|mjs|json|css)$)',
              message: 'Write the extension of a file: ./forms.ts',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly' } },
  },
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'off',
      'no-duplicate-imports': ['error', { allowSeparateTypeImports: true }],
      'no-self-compare': 'error',
      'no-template-curly-in-string': 'error',
      'no-unreachable-loop': 'error',
      'no-unused-expressions': 'error',
      'no-useless-assignment': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'max-lines': ['error', { max: 400, ...counted }],
      'max-lines-per-function': ['error', { max: 80, ...counted, IIFEs: true }],
    },
  },
  {
    files: ['src/**'],
    plugins: { aim },
    rules: {
      'aim/max-lines': ['warn', { max: 150, ...counted }],
      'aim/max-lines-per-function': ['warn', { max: 25, ...counted, IIFEs: true }],
    },
  },
  {
    // A component is mostly markup, which is longer than it is difficult.
    files: ['src/**/*.tsx'],
    rules: { 'aim/max-lines-per-function': ['warn', { max: 60, ...counted, IIFEs: true }] },
  },
  {
    files: ['src/**', 'cli/**'],
    rules: { 'no-restricted-properties': noEnvironment },
  },
  {
    // The command's first file passes the environment on to the Node that this project brings along.
    files: ['src/config.ts', 'src/config/preset.ts', 'cli/bin/**'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    // Code for the server has a log; what it prints by console.log nobody can search.
    files: ['src/**'],
    ignores: ['src/cli/**', 'src/serve.ts', 'src/client/**'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['tests/**', 'bench/**'],
    rules: {
      // A `describe` holds many tests: its length says nothing. A test itself is kept short by its reader.
      'max-lines-per-function': 'off',
      'max-lines': ['error', { max: 600, ...counted }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
)
