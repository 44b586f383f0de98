import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/controls.css';
import './styles/overlays.css';
import './styles/table.css';
import './styles/page.css';
import './styles/progress.css';
import './styles/adapt.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { followBuilds } from './state/builds-store.ts';
import { followCompose } from './state/compose-store.ts';
import { followDomains } from './state/domains-store.ts';
import { followDrafts } from './state/drafts-store.ts';
import { followEngine } from './state/engine-store.ts';
import { followEngines } from './state/engines-store.ts';
import { followNavigationKeys } from './state/navigation-keys.ts';
import { followNodeVms } from './state/node-vms-store.ts';
import { followPaletteKeys } from './state/palette-store.ts';
import { followPlaybooks } from './state/playbooks-store.ts';
import { followPorts } from './state/ports-store.ts';
import { followRegistry } from './state/registry-store.ts';
import { followSettings } from './state/settings-store.ts';
import { followShares } from './state/shares-store.ts';
import { followSnapshots } from './state/snapshots-store.ts';
import { followStatus } from './state/status-store.ts';
import { followNames } from './state/terminals-store.ts';
import { followTransfers } from './state/transfers-store.ts';
import { followView } from './state/view-store.ts';
import { allowOwnStyles } from './ui/own-styles.ts';

allowOwnStyles();
followView();
followNavigationKeys();
followPaletteKeys();
followStatus();
followEngines();
followEngine();
followSettings();
followSnapshots();
followNodeVms();
followPorts();
followDomains();
followRegistry();
followShares();
followTransfers();
followCompose();
void followPlaybooks();
followBuilds();
followNames();
followDrafts();

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root element');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
