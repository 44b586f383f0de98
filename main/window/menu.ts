import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { AppEvents } from '../contract/window.ts';
import { viewKey } from './view-keys.ts';

type View = AppEvents['app.show']['view'];

const views: readonly { readonly view: View; readonly label: string }[] = [
  { view: 'containers', label: 'Containers' },
  { view: 'images', label: 'Images' },
  { view: 'volumes', label: 'Volumes' },
  { view: 'networks', label: 'Networks' },
  { view: 'logs', label: 'Logs' },
  { view: 'system', label: 'System' },
  { view: 'terminal', label: 'Terminal' },
  { view: 'engine', label: 'Engine' },
  { view: 'snapshots', label: 'Snapshots' },
  { view: 'ports', label: 'Ports' },
  { view: 'swarm', label: 'Swarm' },
  { view: 'compose', label: 'Compose' },
  { view: 'builds', label: 'Builds' },
  { view: 'ansible', label: 'Ansible' },
];

/** What the menu asks of the window. */
export interface MenuCommands {
  readonly show: (view: View) => void;
  readonly openPalette: () => void;
}

/** Sets the application's menu: the system's own editing and window commands, and the views. */
export function setApplicationMenu({ show, openPalette }: MenuCommands): void {
  const settings: MenuItemConstructorOptions = {
    id: 'settings',
    label: 'Settings…',
    accelerator: 'CmdOrCtrl+,',
    click: () => show('settings'),
  };
  const template: MenuItemConstructorOptions[] = [
    process.platform === 'darwin'
      ? {
          label: app.name,
          submenu: [
            { role: 'about' },
            { type: 'separator' },
            settings,
            { type: 'separator' },
            { role: 'services' },
            { type: 'separator' },
            { role: 'hide' },
            { role: 'hideOthers' },
            { role: 'unhide' },
            { type: 'separator' },
            { role: 'quit' },
          ],
        }
      : {
          label: '&File',
          submenu: [
            settings,
            { type: 'separator' },
            { label: 'Quit', accelerator: 'Ctrl+Q', click: () => app.quit() },
          ],
        },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        {
          label: 'Command Palette…',
          accelerator: 'CmdOrCtrl+K',
          // The page minds the key: in a terminal it belongs to the shell.
          registerAccelerator: false,
          click: openPalette,
        },
        { type: 'separator' },
        ...views.map(({ view, label }, index) => {
          const accelerator = viewKey(index);
          return { label, ...(accelerator !== undefined && { accelerator }), click: () => show(view) };
        }),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
