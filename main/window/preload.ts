import { contextBridge, ipcRenderer } from 'electron';
import { eventChannel, requestChannel, type WindowBridge, type WindowEvent } from '../contract/window.ts';

// Two functions that take and give plain data. Everything that was sent is checked on the other side.
const bridge: WindowBridge = {
  request: (name, parameters) => ipcRenderer.invoke(requestChannel, name, parameters),
  listen(listener) {
    const hear = (_: unknown, event: WindowEvent) => listener(event);
    ipcRenderer.on(eventChannel, hear);
    return () => ipcRenderer.off(eventChannel, hear);
  },
};

contextBridge.exposeInMainWorld('slipway', bridge);
