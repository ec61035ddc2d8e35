export { defaultAvatar } from './default-avatar.rules.js';
export type { Pictured } from './look.rules.js';
