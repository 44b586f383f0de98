// The app's icon: where its drawing lies, and what is drawn from it (icon.mjs).

/** The drawing, which the window shows, too. */
export const iconSource = 'renderer/brand/slipway.svg';

/** Says from which drawing the files were made. */
export const iconRecord = 'scripts/packaging/icon.json';

/** Sizes in points that desktops ask for; macOS and Windows icons are made from the largest. */
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];

/** Every file with its width and height in pixels. */
export const iconFiles = [
  ...sizes.map((size) => ({ file: `scripts/packaging/icons/${size}x${size}.png`, size })),
  { file: 'main/window/window-icon.png', size: 128 },
  { file: 'main/tray/tray-icon.png', size: 32 },
];
