/**
 * A page around what one file of this folder holds.
 * @param {string} content
 * @param {readonly string[]} names of all pages
 * @param {number} reloadPort where this computer tells of changes
 */
export const layout = (content, names, reloadPort) => `<!doctype html>
<meta charset="utf-8">
<title>Hot reload</title>
<nav>${names.map((name) => `<a href="/${encodeURIComponent(name)}">${name.replaceAll(/[<&]/g, '?')}</a>`).join(' ')}</nav>
${content}
<script>
  const changes = new EventSource('//' + location.hostname + ':${reloadPort}');
  changes.onmessage = ({ data }) => data === 'changed' && location.reload();
</script>
`;
