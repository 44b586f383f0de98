import type { StreamParser } from '@codemirror/language';

type Load = () => Promise<StreamParser<unknown>>;

/** Languages of what containers hold: each is fetched when a file of it is first shown. */
const loads = {
  yaml: async () => (await import('@codemirror/legacy-modes/mode/yaml')).yaml,
  json: async () => (await import('@codemirror/legacy-modes/mode/javascript')).json,
  javascript: async () => (await import('@codemirror/legacy-modes/mode/javascript')).javascript,
  typescript: async () => (await import('@codemirror/legacy-modes/mode/javascript')).typescript,
  html: async () => (await import('@codemirror/legacy-modes/mode/xml')).html,
  xml: async () => (await import('@codemirror/legacy-modes/mode/xml')).xml,
  css: async () => (await import('@codemirror/legacy-modes/mode/css')).css,
  python: async () => (await import('@codemirror/legacy-modes/mode/python')).python,
  shell: async () => (await import('@codemirror/legacy-modes/mode/shell')).shell,
  properties: async () => (await import('@codemirror/legacy-modes/mode/properties')).properties,
  toml: async () => (await import('@codemirror/legacy-modes/mode/toml')).toml,
  dockerfile: async () => (await import('@codemirror/legacy-modes/mode/dockerfile')).dockerFile,
  nginx: async () => (await import('@codemirror/legacy-modes/mode/nginx')).nginx,
  sql: async () => (await import('@codemirror/legacy-modes/mode/sql')).standardSQL,
  go: async () => (await import('@codemirror/legacy-modes/mode/go')).go,
  ruby: async () => (await import('@codemirror/legacy-modes/mode/ruby')).ruby,
  perl: async () => (await import('@codemirror/legacy-modes/mode/perl')).perl,
  lua: async () => (await import('@codemirror/legacy-modes/mode/lua')).lua,
  c: async () => (await import('@codemirror/legacy-modes/mode/clike')).c,
  diff: async () => (await import('@codemirror/legacy-modes/mode/diff')).diff,
} satisfies Readonly<Record<string, Load>>;

/** One of {@link loads}. */
export type Language = keyof typeof loads;

/** By the last part of a name. */
const endings: Readonly<Record<string, Language>> = {
  yaml: 'yaml',
  yml: 'yaml',
  json: 'json',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  ts: 'typescript',
  html: 'html',
  htm: 'html',
  xml: 'xml',
  svg: 'xml',
  css: 'css',
  py: 'python',
  sh: 'shell',
  bash: 'shell',
  env: 'shell',
  conf: 'properties',
  cfg: 'properties',
  cnf: 'properties',
  ini: 'properties',
  properties: 'properties',
  service: 'properties',
  toml: 'toml',
  dockerfile: 'dockerfile',
  sql: 'sql',
  go: 'go',
  rb: 'ruby',
  pl: 'perl',
  lua: 'lua',
  c: 'c',
  h: 'c',
  diff: 'diff',
  patch: 'diff',
};

/** The language of a file by its name and place, and by how it begins; undefined for plain text. */
export function languageOf(path: string, text: string): Language | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (/nginx/.test(path) && name.endsWith('.conf')) return 'nginx';
  if (name.startsWith('dockerfile')) return 'dockerfile';
  if (/^\.(bash|profile|zsh|env)/.test(name) || name === 'profile') return 'shell';
  const ending = endings[name.slice(name.lastIndexOf('.') + 1)];
  if (ending !== undefined) return ending;
  const first = text.slice(0, 200).split('\n')[0] ?? '';
  if (!first.startsWith('#!')) return undefined;
  if (/python/.test(first)) return 'python';
  if (/perl/.test(first)) return 'perl';
  if (/ruby/.test(first)) return 'ruby';
  if (/node/.test(first)) return 'javascript';
  if (/lua/.test(first)) return 'lua';
  return /sh\b/.test(first) ? 'shell' : undefined;
}

/** Fetches a language. */
export function loadLanguage(language: Language): Promise<StreamParser<unknown>> {
  return (loads[language] as Load)();
}
