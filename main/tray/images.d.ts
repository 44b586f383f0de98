declare module '*.png?inline' {
  /** The image as a data: address. */
  const address: string;
  export default address;
}
