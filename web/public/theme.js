// Runs before anything is painted, so that nobody who chose a theme sees the other one flash.
try {
  const theme = localStorage.getItem('saleday:theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Without storage the system's theme it is.
}
