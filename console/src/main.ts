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
import { i18n, rememberedLanguage, speak } from './words'

tick()
await speak(rememberedLanguage())
createApp(App).use(i18n).use(router).mount('#app')
