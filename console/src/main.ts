import 'element-plus/theme-chalk/base.css'
import 'element-plus/theme-chalk/el-button.css'
import 'element-plus/theme-chalk/el-input.css'
import 'element-plus/theme-chalk/el-message.css'
import './styles/tokens.css'
import './styles/page.css'
import './styles/print.css'
import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router'
import { tick } from './time'
import { firstLanguage, i18n, speak } from './words'

tick()
// A choice is kept only when somebody makes it: until then the console follows its browser.
await speak(firstLanguage(), false)
createApp(App).use(i18n).use(router).mount('#app')
