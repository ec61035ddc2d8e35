import { agentWords } from './agent-words.rules';

it.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0',
    'Edge',
    'Windows',
  ],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36',
    'Chrome',
    'Linux',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_7) AppleWebKit/605.1 Version/18.1 Safari/605.1',
    'Safari',
    'Mac',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1 Version/18.1 Safari/604.1',
    'Safari',
    'iPhone',
  ],
  [
    'Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36',
    'Chrome',
    'Android',
  ],
  ['barry-cli grpc-node-js/1.14.7', 'Barry CLI', ''],
  ['grpc-node-js/1.14.7', 'gRPC', ''],
  ['my-script/2.0', 'my-script', ''],
  ['', '?', ''],
])('%s', (agent, browser, system) => {
  expect(agentWords(agent)).toEqual({ browser, system });
});
