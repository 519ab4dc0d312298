//! The page's own words, in English and in Japanese. What is said of a manifest comes from the core.

use portolan_core::diagnostic::{Lang, Severity};

use crate::chart::Table;

/// The words of the page in one language.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Words {
    pub(crate) tagline: &'static str,
    pub(crate) language: &'static str,
    pub(crate) editor: &'static str,
    pub(crate) editor_hint: &'static str,
    pub(crate) findings: &'static str,
    pub(crate) nothing_found: &'static str,
    pub(crate) nothing_written: &'static str,
    pub(crate) tables: &'static str,
    pub(crate) empty_table: &'static str,
    pub(crate) hidden: &'static str,
    pub(crate) simulated: &'static str,
    pub(crate) picture: &'static str,
    pub(crate) workloads: &'static str,
    pub(crate) description: &'static str,
    pub(crate) private: &'static str,
    pub(crate) error: &'static str,
    pub(crate) warning: &'static str,
    pub(crate) note: &'static str,
    pub(crate) help: &'static str,
    pub(crate) mend: &'static str,
    pub(crate) guess: &'static str,
    pub(crate) example: &'static str,
}

const ENGLISH: Words = Words {
    tagline: "What will a cluster do with this?",
    language: "Language",
    editor: "Manifests",
    editor_hint: "YAML or JSON, as many documents as you like. It is read at every key press.",
    findings: "Findings",
    nothing_found: "Nothing to find fault with.",
    nothing_written: "Write or paste a Service and its workload.",
    tables: "The cluster that comes of it",
    empty_table: "None.",
    hidden: "Lines that are not shown: ",
    simulated: "Addresses and Pod names are Portolan's own choice where the manifests leave them open. On the command line:",
    picture: "Picture",
    workloads: "Workloads",
    description: "Details",
    private: "All of it happens in this page. Your manifests are sent nowhere.",
    error: "error",
    warning: "warning",
    note: "note",
    help: "What to do",
    mend: "Fix",
    guess: "a guess at what was meant",
    example: include_str!("../examples/echo.en.yaml"),
};

const JAPANESE: Words = Words {
    tagline: "このマニフェストで、クラスターに何が起きますか？",
    language: "言語",
    editor: "マニフェスト",
    editor_hint: "YAMLかJSONを、いくつでも書けます。キーを押すたびに解析します。",
    findings: "指摘",
    nothing_found: "指摘はありません。",
    nothing_written: "ServiceとワークロードのYAMLをエディターに書くか、貼り付けてください。",
    tables: "できあがるクラスター",
    empty_table: "ありません。",
    hidden: "表示していない行数：",
    simulated: "マニフェストが決めていないアドレスやPodの名前は、Portolanが決めています。コマンドラインでは次のとおりです。",
    picture: "図",
    workloads: "ワークロード",
    description: "詳細",
    private: "すべてこのページの中で動きます。マニフェストはどこにも送信されません。",
    error: "エラー",
    warning: "警告",
    note: "メモ",
    help: "対処",
    mend: "修正",
    guess: "意図の推測を含みます",
    example: include_str!("../examples/echo.ja.yaml"),
};

impl Words {
    /// The words of a language.
    pub(crate) fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &ENGLISH,
            Lang::Ja => &JAPANESE,
        }
    }

    /// The name of a table. Kubernetes' own words are not translated.
    pub(crate) fn table(&self, table: Table) -> &'static str {
        match table {
            Table::Picture => self.picture,
            Table::Dns => "DNS",
            Table::Rules => "iptables",
            Table::Services => "Services",
            Table::EndpointSlices => "EndpointSlices",
            Table::Pods => "Pods",
            Table::Workloads => self.workloads,
            Table::Description => self.description,
        }
    }

    /// The name of a severity.
    pub(crate) fn severity(&self, severity: Severity) -> &'static str {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
            Severity::Note => self.note,
        }
    }
}

/// The tag of a language, as in `<html lang>`.
pub(crate) fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Ja => "ja",
    }
}

/// The language that a tag (`ja`, `ja-JP`, `en_GB`) means, if Portolan speaks it.
pub(crate) fn language(tag: &str) -> Option<Lang> {
    match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
        "en" => Some(Lang::En),
        "ja" => Some(Lang::Ja),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_with_a_region_means_its_language() {
        assert_eq!(language("ja-JP"), Some(Lang::Ja));
        assert_eq!(language("en_GB"), Some(Lang::En));
        assert_eq!(language("fr"), None);
        assert_eq!(language(""), None);
    }

    #[test]
    fn the_examples_differ_only_in_their_comments() {
        let plain = |text: &str| -> Vec<String> {
            text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
        };
        assert_eq!(plain(ENGLISH.example), plain(JAPANESE.example));
    }
}
