/** The bundled image that helpers are made of: its tools serve where a container has none of its own. With its tag, as the engine lists it. */
export const toolsImage = 'slipway/busybox:latest';
