declare module '*.css';

declare module '*.svg?no-inline' {
  /** Its address: the page's policy takes no picture from within a text. */
  const address: string;
  export default address;
}
