// A question before something is lost.
import 'element-plus/theme-chalk/el-message-box.css'
import 'element-plus/theme-chalk/el-overlay.css'
import { ElMessageBox } from 'element-plus'
import { i18n } from '../words'

/** Whether somebody says yes; not to answer is no. */
export const sure = (question: string, title: string, yes: string): Promise<boolean> =>
  ElMessageBox.confirm(question, title, { confirmButtonText: yes, cancelButtonText: i18n.global.t('common.cancel') }).then(() => true, () => false)
