import { contextBridge, ipcRenderer } from 'electron'

/**
 * A pipe and nothing else: the window asks for a port, main decides, the port passes through. Ports cannot cross the
 * context bridge, so it travels as a window message; the page checks that the message comes from its own window.
 */
contextBridge.exposeInMainWorld('aureliusPipe', {
  requestPort: () => ipcRenderer.send('aurelius:request-port'),
})

ipcRenderer.on('aurelius:port', (event) => {
  window.postMessage('aurelius:port', window.location.origin, event.ports)
})

/** How the saving of a file that the page made has ended. */
ipcRenderer.on('aurelius:download-ended', (_event, ending: unknown) => {
  window.postMessage({ name: 'aurelius:download-ended', ending }, window.location.origin)
})

/** A menu or a link of the system asks for a page; the page decides whether it has one. */
ipcRenderer.on('aurelius:show-page', (_event, page: unknown) => {
  if (typeof page === 'string') window.postMessage({ name: 'aurelius:show-page', page }, window.location.origin)
})
