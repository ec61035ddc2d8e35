/**
 * What people of operations say in several ways, in English and Japanese: a report says "unreachable" where the monitor
 * said "no ping", and 満杯 where it said "no space left". Each adds one term beside the words themselves. Stems, written
 * as they are compared: small letters, hiragana for both kana.
 */
const CONCEPTS: Readonly<Record<string, string>> = {
  down: 'down|unreachable|offline|dead|not respond|no respon|unrespons|no ping|no answer|host lost|halt|unavailable|だうん|応答な|応答しな|停止|到達不|疎通不|疎通が|落ち|死活|反応が|反応しな|繋がらな|つながらな',
  slow: 'slow|latenc|lag|delay|sluggish|takes long|response time|degraded|遅延|遅い|遅く|重い|もたつ|れいてんし|れすぽんす',
  timeout: 'time ?out|timed out|deadline exceeded|gives up|たいむあうと|時間切れ|応答待ち',
  full: 'full\\b|no space|out of space|disk usage|filled up|exhaust|ran out|running out|quota|inode|満杯|一杯|いっぱい|枯渇|逼迫|空き容量|容量不足|使用率|溢れ',
  memory: 'memory|\\boom\\b|out of mem|heap|swap|leak|めもり|すわっぷ|りーく',
  cpu: '\\bcpu\\b|load average|high load|processor|高負荷|負荷',
  disk: 'disk|\\bhdd\\b|\\bssd\\b|\\bnvme\\b|raid|volume|filesystem|file system|mount|\\blun\\b|storage|でぃすく|すとれーじ|ぼりゅーむ|まうんと|ふぁいるしすてむ',
  certificate: '\\bcert|\\btls\\b|\\bssl\\b|x509|expired? on|handshake|証明書|失効|有効期限',
  expired: 'expir|ran out on|out of date|past its date|期限切れ|失効|満了',
  database:
    'database|\\bdb\\b|postgres|\\bpg|mysql|mariadb|oracle|\\bsql|replica|でーたべーす|れぷりか|すろーくえり',
  replication: 'replica|standby|follower|out of sync|wal\\b|binlog|れぷりけーしょん|同期|複製',
  network:
    'network|switch|router|\\bbgp\\b|\\bospf\\b|\\bvlan\\b|uplink|\\blink\\b|interface|packet|routing|ねっとわーく|回線|経路|すいっち|るーた|ぱけっと',
  loss: 'packet loss|dropp|drops\\b|discard|\\bcrc\\b|ぱけっとろす|損失|欠落|破棄',
  dns: '\\bdns\\b|resolv|nxdomain|servfail|nameserver|\\bzone\\b|名前解決|ぜーん',
  mail: 'mail|smtp|imap|postfix|\\bmx\\d*|deliver|bounce|めーる|配送|送信|受信',
  queue: 'queue|backlog|piling|pile up|consumer|lagging|きゅー|滞留|溜ま|たま[っり]|詰ま',
  login: 'log ?in|sign ?in|auth|ldap|password|credential|\\bsso\\b|locked out|ろぐいん|認証|ぱすわーど',
  backup: 'backup|snapshot|restore|archive|ばっくあっぷ|すなっぷしょっと|復元',
  batch: 'batch|\\bcron|nightly|\\bjob\\b|scheduled|ばっち|じょぶ|夜間|定期',
  deploy:
    'deploy|release|rollout|roll(ed|ing)? ?back|new version|upgrade|update|でぷろい|りりーす|切り戻|あっぷでーと|ろーるばっく',
  config: 'config|setting|parameter|misconfig|typo|wrong value|設定|こんふぃぐ|ぱらめーた|誤り',
  restart:
    'restart|reboot|crash ?loop|respawn|bounce[ds]? the|power.?cycl|再起動|りぶーと|くらっしゅ|立ち上げ',
  power: 'power|\\bups\\b|\\bpsu\\b|battery|breaker|outage of power|電源|停電|ばってりー|ぶれーかー',
  heat: 'temperature|overheat|hot\\b|cooling|\\bfan\\b|\\bcrac\\b|air.?condition|温度|高温|空調|冷却|ふぁん',
  http5: '\\b50[0-9]\\b|5xx|internal server error|bad gateway|gateway|えらー率|えらーれーと',
  refused: 'refus|reject|denied|forbidden|\\b403\\b|\\b401\\b|blocked|拒否|ぶろっく|弾か|許可',
  attack: 'ddos|attack|flood|spam|brute|botnet|scan(s|ning)|攻撃|すぱむ|不正|踏み台',
  clock: '\\bntp\\b|clock|\\bskew|time drift|chrony|時刻|時計|ずれ',
  vendor: 'vendor|provider|carrier|upstream|supplier|maintenance window of|べんだ|業者|きゃりあ|上流|保守',
  failover:
    'fail ?over|switch(ed)? over|vrrp|\\bha\\b|active.?standby|split.?brain|ふぇいるおーば|切り替|切替|系切',
  cache: 'cache|redis|memcache|evict|purge|きゃっしゅ|ぱーじ',
  container: 'kube|\\bk8s|\\bpod|container|docker|node not ready|こんてな|ぽっど',
  virtual: 'hypervisor|\\bvm\\b|\\bvms\\b|kvm|vmware|esxi|guest|仮想|はいぱーばいざ',
  balancer:
    'load.?balanc|\\blb\\d*\\b|haproxy|\\bvip\\b|backend|pool member|ろーどばらんさ|ばらんさ|振り分け',
  phone: 'telephon|\\bsip\\b|voice|\\bpbx|\\bcall (drops|fail)|trunk|電話|通話|音声|着信',
  monitoring: 'monitor|exporter|no data|agent|zabbix|prometheus|scrape|監視|えーじぇんと',
  log: '\\blogs?\\b|syslog|logrotate|journal|ろぐ(?!いん)',
  billing: 'billing|invoice|payment|charge|課金|請求|決済|支払',
  optic: 'optic|transceiver|\\bsfp|dbm|fib(er|re)|light level|光れべる|光ふぁいば|もじゅーる',
  mtu: '\\bmtu\\b|fragment|\\bmss\\b|jumbo',
  firewall:
    'firewall|\\bfw\\d*|conntrack|session table|state table|\\bacl\\b|ふぁいあうぉーる|せっしょん数|せっしょんてーぶる',
  vpn: '\\bvpn\\b|ipsec|tunnel|wireguard|とんねる',
  address: 'dhcp|lease|address pool|\\bipam\\b|あどれす|払い出し|りーす',
  license: 'licen[cs]e|らいせんす|使用許諾',
  cdn: '\\bcdn\\b|edge (node|server|location)|origin (shield|fetch)|配信|えっじ',
};

const KNOWN = Object.entries(CONCEPTS).map(([name, said]) => [`#${name}`, new RegExp(said, 'u')] as const);

/** @param folded as {@link fold} gives it */
export const conceptsIn = (folded: string): readonly string[] =>
  KNOWN.flatMap(([name, said]) => (said.test(folded) ? [name] : []));
