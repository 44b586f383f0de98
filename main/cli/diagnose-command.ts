import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { version } from '../../package.json' with { type: 'json' };
import { SlipwayError } from '../contract/errors.ts';
import { formatSize } from '../contract/format.ts';
import { refusalText } from '../contract/system-errors.ts';
import { type BundleFile, gatherBundle } from '../doctor/bundle/gather.ts';
import { packBundle } from '../doctor/bundle/pack-bundle.ts';
import type { HomePaths } from '../home/paths.ts';
import { writeFileAtomically } from '../util/atomic-file.ts';
import { plain } from '../util/failure-lines.ts';
import { writeFailureCode } from '../util/file-errors.ts';
import { examine } from './doctor-command.ts';
import { formatTable } from './format-table.ts';
import { print, remark } from './print.ts';

const ending = '.tar.gz';

/** `slipway diagnose`: writes one archive, and says where it is and what is in it. */
export async function diagnose(
  paths: HomePaths,
  output: string | undefined,
  now = Date.now(),
): Promise<void> {
  const name = `slipway-diagnosis-${new Date(now).toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '')}`;
  const path = await freePath(output, `${name}${ending}`);
  remark('Looking at everything ...');
  const { files, struck } = await examine(paths).then(({ view, report }) =>
    gatherBundle(view, report, version),
  );
  const all = [{ name: 'README.txt', text: readme(files, now) }, ...files];
  const bytes = await packBundle(basename(path).replace(/(\.tar\.gz|\.tgz)$/, ''), all, now);
  await writeFileAtomically(path, bytes).catch((error: unknown) => {
    throw notWritten(path, error);
  });
  print(
    `${plain(path)} (${formatSize(bytes.length)}) has:`,
    ...formatTable(
      files.map((file) => [`  ${file.name}`, formatSize(Buffer.byteLength(file.text))]),
      [1],
    ),
    struck === 0
      ? 'Nothing in it looked like a password, a token or a key.'
      : `${struck} ${struck === 1 ? 'place was' : 'places were'} struck out that looked like a password, a token or a key.`,
    'Look through it before you give it to others: names of containers, folders and machines are in it.',
  );
}

/** Where to write: the file that is named, or one in a folder that is. Nothing that is there is written over. */
async function freePath(output: string | undefined, name: string): Promise<string> {
  const given = resolve(output ?? name);
  const found = await stat(given).catch(() => undefined);
  const path = found?.isDirectory() ? join(given, name) : given;
  const isTaken =
    path === given ? found !== undefined : (await stat(path).catch(() => undefined)) !== undefined;
  if (!isTaken) return path;
  throw new SlipwayError({
    code: 'invalid-argument',
    message: `${path} is there already, and is not written over.`,
    hint: 'Name another file: slipway diagnose --output FILE',
  });
}

function notWritten(path: string, cause: unknown): SlipwayError {
  return new SlipwayError(
    {
      code: writeFailureCode(cause),
      message: `The archive ${path} cannot be written: ${refusalText(cause)}.`,
      hint: 'Name a file in a folder that you can write to: slipway diagnose --output FILE',
    },
    { cause },
  );
}

function readme(files: readonly BundleFile[], now: number): string {
  return [
    `Made by \`slipway diagnose\` (Slipway ${version}) at ${new Date(now).toISOString()}.`,
    '',
    'status.json    what `slipway status --json` says',
    'doctor.json    what `slipway doctor --json` says',
    'settings.json  every setting, without credentials',
    'versions.json  versions of Slipway, its parts and this computer',
    'logs/          the ends of the logs: slipway (the supervisor), console (the guest), qemu, shares, host-output',
    ...(files.some((file) => file.name.startsWith('nodes/'))
      ? ['nodes/         the same of further VMs']
      : []),
    '',
    'Where a text looked like a password, a token or a key there is *** in its place. Nothing of what is in images,',
    'containers and volumes is here; names of containers, folders and machines are, where a log has them.',
    '',
  ].join('\n');
}
