// The first file that runs after a clone: `node scripts/bootstrap.mjs COMMAND`. It sets up whatever COMMAND needs (nothing
// but Node is taken for granted), then does it. See lib/bootstrap-steps.mjs for what is set up, lib/commands.mjs for what
// can be done.
const oldest = { major: 20, minor: 19 };

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < oldest.major || (major === oldest.major && minor < oldest.minor)) {
  console.error(
    `Slipway needs Node ${oldest.major}.${oldest.minor} or newer; this is ${process.versions.node}.`,
  );
  console.error('Install a newer Node (https://nodejs.org), then run the same command again.');
  process.exitCode = 1;
} else {
  // Loaded only now: an older Node may not even be able to read it.
  const { bootstrap } = await import('./lib/bootstrap-main.mjs');
  const code = await bootstrap(process.argv.slice(2));
  if (code !== undefined) process.exitCode = code;
}
