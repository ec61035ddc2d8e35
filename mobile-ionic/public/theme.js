// Before the first frame: at night nothing may flash white.
try {
  const theme = localStorage.getItem('barry.theme');
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
  const language = localStorage.getItem('barry.language');
  if (language === 'ja' || language === 'en') document.documentElement.lang = language;
} catch {
  // No storage: the system's theme.
}
