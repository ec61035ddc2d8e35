import type { CapacitorConfig } from '@capacitor/cli';

const config: CapacitorConfig = {
  appId: 'dev.barry.app',
  appName: 'Barry',
  // The shell's own build: in it the app lies at the root, not under /app/.
  webDir: 'dist/shell',
};

export default config;
