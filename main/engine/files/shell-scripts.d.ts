declare module '*.sh?raw' {
  /** The file's text. */
  const text: string;
  export default text;
}
