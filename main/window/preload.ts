import { contextBridge, ipcRenderer, webUtils } from 'electron';
import {
  eventChannel,
  offerChannel,
  requestChannel,
  type WindowBridge,
  type WindowEvent,
} from '../contract/window.ts';

/** Tells what this page asks from what the one before it asked, which goes on until this one is there. */
const page = performance.timeOrigin;

// Functions that take and give plain data. Everything that was sent is checked on the other side. Where a file lies only its
// object tells, and only here: a page can make up a name, and no file that was dropped.
const bridge: WindowBridge = {
  request: (name, parameters) => ipcRenderer.invoke(requestChannel, name, parameters, page),
  offer: (files) =>
    ipcRenderer.invoke(
      offerChannel,
      files.map((file) => webUtils.getPathForFile(file)),
    ),
  listen(listener) {
    const hear = (_: unknown, event: WindowEvent) => listener(event);
    ipcRenderer.on(eventChannel, hear);
    return () => ipcRenderer.off(eventChannel, hear);
  },
};

contextBridge.exposeInMainWorld('slipway', bridge);
