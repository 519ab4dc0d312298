// The words of the page's script, in every language of the page.

export const WORDS = {
  en: {
    title: "Portolan has run aground",
    text: "An error in Portolan itself stopped the page. What you wrote is below; you may change it before you go on.",
    copy: "Copy",
    copied: "Copied",
    again: "Restart with this text",
    example: "Restart with the example",
    reason: "What happened",
    failed: "Portolan could not start",
    advice: "The page could not load its program. Reload to try again; if that does not help, another browser may. Nothing you wrote was sent anywhere.",
    reload: "Reload",
  },
  ja: {
    title: "Portolanが停止しました",
    text: "Portolan自身の不具合でページが止まりました。書いた内容は下に残っています。直してから再開することもできます。",
    copy: "コピー",
    copied: "コピーしました",
    again: "この内容で再開",
    example: "例に戻して再開",
    reason: "詳細",
    failed: "Portolanを起動できませんでした",
    advice: "ページのプログラムを読み込めませんでした。再読み込みしても直らないときは、別のブラウザーをお試しください。入力した内容はどこにも送信されていません。",
    reload: "再読み込み",
  },
};
