import 'element-plus/theme-chalk/base.css'
import 'element-plus/theme-chalk/el-button.css'
import 'element-plus/theme-chalk/el-input.css'
import 'element-plus/theme-chalk/el-message.css'
import './styles/tokens.css'
import './styles/page.css'
import './styles/print.css'
import { createApp } from 'vue'
import App from './App.vue'
import { lacking } from './fetched'
import { router } from './router'
import { tick } from './time'
import { firstLanguage, i18n, speak } from './words'

tick()
// A choice is kept only when somebody makes it: until then the console follows its browser.
// Where its words do not come, it begins in Chinese and says so.
await Promise.race([speak(firstLanguage(), false), lacking()])
createApp(App).use(i18n).use(router).mount('#app')
