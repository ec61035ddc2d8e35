import type { CapacitorConfig } from '@capacitor/cli';

const config: CapacitorConfig = {
  appId: 'dev.barry.app',
  appName: 'Barry',
  webDir: 'dist/browser',
};

export default config;
