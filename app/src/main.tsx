import { loadMaths } from '@inference-staking/sdk';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './App';
import './styles.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no root');
await loadMaths();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
