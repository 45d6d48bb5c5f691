// A question before something is lost.
import { ElMessageBox } from 'element-plus'
import { i18n } from '../words'

/** Whether somebody says yes; not to answer is no. */
export async function sure(question: string, title: string, yes: string): Promise<boolean> {
  await Promise.all([import('element-plus/theme-chalk/el-message-box.css'), import('element-plus/theme-chalk/el-overlay.css')])
  return ElMessageBox.confirm(question, title, { confirmButtonText: yes, cancelButtonText: i18n.global.t('common.cancel') }).then(() => true, () => false)
}
