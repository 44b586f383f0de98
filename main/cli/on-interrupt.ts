/**
 * Ctrl-C leaves with a word on what goes on without the command, and the code of a failure. Answers how to stop minding it.
 */
export function onInterrupt(words: string): () => void {
  const leave = () => {
    process.stderr.write(process.stderr.isTTY ? `\r\u001B[2K${words}\n` : `${words}\n`);
    process.exit(1);
  };
  process.once('SIGINT', leave);
  return () => process.off('SIGINT', leave);
}
