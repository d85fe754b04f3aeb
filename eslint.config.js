import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import tseslint from 'typescript-eslint';

// What a pure function has no business with. Core is also compiled without the DOM's types (src/core/tsconfig.json),
// but a library's types may bring Node's along, so the names are forbidden here too.
const impureGlobals = [
  ...['window', 'self', 'globalThis', 'document', 'navigator', 'location', 'process', 'Buffer'],
  ...['fetch', 'XMLHttpRequest', 'WebSocket', 'Worker', 'MessageChannel', 'BroadcastChannel'],
  ...['indexedDB', 'localStorage', 'sessionStorage', 'caches', 'crypto', 'performance', 'Date', 'console'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'requestAnimationFrame'],
  ...[
    'TextDecoder',
    'TextEncoder',
    'AbortController',
    'AbortSignal',
    'Blob',
    'File',
    'URL',
    'structuredClone',
  ],
].map((name) => ({ name, message: 'core/ is pure: take it as a parameter instead.' }));

const nodeGlobals = ['process', 'Buffer', '__dirname', '__filename', 'require', 'global', 'setImmediate'].map(
  (name) => ({ name, message: 'This code runs in a browser.' }),
);

const chance = [
  { object: 'Math', property: 'random', message: 'Results are reproducible: take a seeded Random.' },
];

const topLevelArrows = ['Program', 'ExportNamedDeclaration'].map((parent) => ({
  selector: `${parent} > VariableDeclaration > VariableDeclarator > ArrowFunctionExpression`,
  message: 'Write a function declaration.',
}));

export default defineConfig(
  // AssemblyScript has types of its own, which its compiler checks.
  globalIgnores(['node_modules/', 'dist/', 'public/', 'tests/golden/**/*.json', 'src/kernels/assembly/']),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['.dependency-cruiser.cjs'] },
        extraFileExtensions: ['.svelte'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-restricted-syntax': ['error', ...topLevelArrows],
      'max-lines': ['error', 450],
      'max-lines-per-function': ['error', { max: 80, skipComments: true, skipBlankLines: true }],
      'max-params': ['error', 6],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'anywhere' }],
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_$', destructuredArrayIgnorePattern: '^_$' },
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': true, minimumDescriptionLength: 200 },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Array access is not checked for undefined (no noUncheckedIndexedAccess), so a guard after one is not idle.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // A method of a worker's contract is async so that what it throws becomes a rejection.
      '@typescript-eslint/require-await': 'off',
      // Spreading a string gives its code points, and that is what it is used for.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { globals: globals.browser, parserOptions: { parser: tseslint.parser } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
      // An effect names what it depends on by `void`.
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      // Sets and maps here are replaced as a whole, never changed in place.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['**/*.svelte'],
    rules: {
      'max-lines': ['error', 300],
      'max-lines-per-function': 'off',
      // The rules cannot see the types of other components; svelte-check can, and checks them.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  // The vocabulary's topics are tables, one entry a line.
  { files: ['src/core/vocabulary/**/*.ts'], rules: { 'max-lines': 'off' } },
  {
    files: ['src/**/*.ts', 'src/**/*.svelte', 'workers/**/*.ts'],
    ignores: ['src/build/**'],
    languageOptions: { globals: globals.browser },
    rules: {
      'no-restricted-globals': ['error', ...nodeGlobals],
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*'], message: 'This code runs in a browser.' }] },
      ],
      'no-restricted-properties': ['error', ...chance],
    },
  },
  { files: ['src/core/**/*.ts'], rules: { 'no-restricted-globals': ['error', ...impureGlobals] } },
  {
    files: ['src/build/**', 'tests/**', '*.js', '*.ts', '*.cjs', '.*.cjs'],
    languageOptions: { globals: globals.node },
  },
  {
    files: ['tests/**/*.ts'],
    rules: {
      // A describe block holds many tests, and is as long as they are.
      'max-lines-per-function': 'off',
      'max-lines': ['error', 600],
    },
  },
  {
    // A JSDoc cast is invisible to these rules; TypeScript itself checks what it casts to.
    files: ['**/*.mjs'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    files: ['**/*.cjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { sourceType: 'commonjs' },
    rules: { '@typescript-eslint/no-require-imports': 'off', 'svelte/no-inner-declarations': 'off' },
  },
);
