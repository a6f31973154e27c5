import 'uplot/dist/uPlot.min.css'
import './styles/colours.css'
import './styles/page.css'
import './styles/head.css'
import './styles/verdict.css'
import './styles/rack.css'
import './styles/services.css'
import './styles/timeline.css'
import './styles/panel.css'
import './styles/motion.css'
import { render } from 'preact'
import { Page } from './page.tsx'
import { listen } from './state.ts'
import { applyTheme } from './theme.ts'

applyTheme()
render(<Page />, document.getElementById('app')!)
listen()
