//! The sentences of the notes, in English and in Japanese: what is wrong, and what to do.

use crate::note::Problem;

impl Problem {
    /// What to tell a reader of English.
    #[must_use]
    pub fn english(&self) -> String {
        match self {
            Self::Missing(path) => format!("`{path}` does not exist; correct the path or add the file"),
            Self::Remote(url) => {
                format!("`{url}` is not fetched; what it adds to the build is not looked at")
            }
            Self::Outside(path) => format!(
                "`{path}` lies outside of the folder of this kustomization; kubectl refuses it unless it is run with `--load-restrictor LoadRestrictionsNone`"
            ),
            Self::NoKustomization(folder) => {
                format!("the folder `{folder}` has no kustomization.yaml; add one, or list its files")
            }
            Self::SeveralKustomizations(folder) => {
                format!("the folder `{folder}` has more than one kustomization file; keep one of them")
            }
            Self::Empty(folder) => {
                format!("the kustomization of `{folder}` is empty; list its resources, or remove it")
            }
            Self::Cycle(folder) => format!("`{folder}` is built from itself; take it out of this list"),
            Self::IsComponent(folder) => {
                format!("`{folder}` is a Component; list it under `components`, not under `resources`")
            }
            Self::IsNoComponent(folder) => {
                format!("`{folder}` is no Component; list it under `resources`, not under `components`")
            }
            Self::Syntax(words) => words.clone(),
            Self::UnknownField(field) => {
                format!("a kustomization has no field `{field}`; correct its name or remove it")
            }
            Self::WrongType(field, wanted) => format!("`{field}` must be {wanted}"),
            Self::NotComputed(field) => {
                format!("`{field}` is not computed; what it changes in the build is not looked at")
            }
            Self::NoIdentity(field) => format!("an object without `{field}`; add it"),
            Self::SameId(id) => format!("{id} is in the build already; rename or remove one of them"),
            Self::NoTarget(id) => {
                format!(
                    "the patch is for {id}, which is not in the build; correct its kind, name or namespace"
                )
            }
            Self::SeveralTargets(id) => {
                format!("the patch is for {id}, of which the build has more than one; name the namespace")
            }
            Self::SelectsNothing => "the target selects nothing; the patch changes nothing".to_owned(),
            Self::BadPatch(why) => format!("the patch cannot be used: {why}"),
            Self::BadOperation(operation, path) => {
                format!(
                    "`{operation}` cannot be done at `{path}`; correct the path, or the order of the operations"
                )
            }
            Self::MismatchedPatch(field) => {
                format!("the patch gives `{field}` another type than the object has; use the same type")
            }
            Self::BadPattern(pattern) => format!("`{pattern}` cannot be read; correct it"),
            Self::NoReplicas(name) => {
                format!(
                    "no Deployment, ReplicaSet, StatefulSet or ReplicationController is named `{name}`; correct the name"
                )
            }
            Self::BadPair(pair) => format!("`{pair}` is no `key=value`; correct it"),
            Self::SameKey(key) => format!("the key `{key}` is given twice; remove one of them"),
            Self::Behavior(id) => {
                format!(
                    "{id} does not fit `behavior`: merge and replace need an object of this name, create needs that there is none"
                )
            }
            Self::Ambiguous(name) => {
                format!("`{name}` may mean several renamed objects; give them different names")
            }
            Self::Replacement(what) => format!("the replacement finds no single `{what}`; correct it"),
            Self::TooMuch(what) => format!("the build is given up here: {what}"),
        }
    }

    /// What to tell a reader of Japanese.
    #[must_use]
    pub fn japanese(&self) -> String {
        match self {
            Self::Missing(path) => {
                format!("`{path}`は存在しません。パスを修正するか、ファイルを追加してください")
            }
            Self::Remote(url) => {
                format!("`{url}`は取得しません。ビルドに追加される内容は確認していません")
            }
            Self::Outside(path) => format!(
                "`{path}`はこのkustomizationのフォルダーの外にあります。kubectlは`--load-restrictor LoadRestrictionsNone`を指定しない限り拒否します"
            ),
            Self::NoKustomization(folder) => format!(
                "フォルダー`{folder}`にkustomization.yamlがありません。追加するか、ファイルを個別に列挙してください"
            ),
            Self::SeveralKustomizations(folder) => {
                format!("フォルダー`{folder}`にkustomizationファイルが複数あります。1つだけ残してください")
            }
            Self::Empty(folder) => {
                format!("`{folder}`のkustomizationは空です。リソースを列挙するか、削除してください")
            }
            Self::Cycle(folder) => {
                format!("`{folder}`は自分自身からビルドされています。この一覧から外してください")
            }
            Self::IsComponent(folder) => {
                format!("`{folder}`はComponentです。`resources`ではなく`components`に記載してください")
            }
            Self::IsNoComponent(folder) => {
                format!(
                    "`{folder}`はComponentではありません。`components`ではなく`resources`に記載してください"
                )
            }
            Self::Syntax(words) => words.clone(),
            Self::UnknownField(field) => format!(
                "kustomizationに`{field}`というフィールドはありません。名前を修正するか、削除してください"
            ),
            Self::WrongType(field, wanted) => {
                format!("`{field}`の型が正しくありません（{}）", type_in_japanese(wanted))
            }
            Self::NotComputed(field) => {
                format!("`{field}`は計算しません。ビルドへの影響は確認していません")
            }
            Self::NoIdentity(field) => format!("オブジェクトに`{field}`がありません。追加してください"),
            Self::SameId(id) => {
                format!("{id}はすでにビルドに含まれています。どちらかの名前を変えるか、削除してください")
            }
            Self::NoTarget(id) => format!(
                "パッチの対象{id}がビルドにありません。kind、名前、Namespaceのいずれかを修正してください"
            ),
            Self::SeveralTargets(id) => {
                format!("パッチの対象{id}がビルドに複数あります。Namespaceを指定してください")
            }
            Self::SelectsNothing => {
                "targetに一致するものがありません。このパッチは何も変更しません".to_owned()
            }
            Self::BadPatch(why) => format!("パッチを適用できません: {}", reason_in_japanese(why)),
            Self::BadOperation(operation, path) => {
                format!(
                    "`{path}`に対して`{operation}`を実行できません。パスまたは操作の順序を修正してください"
                )
            }
            Self::MismatchedPatch(field) => {
                format!("パッチの`{field}`はオブジェクトと型が異なります。同じ型にしてください")
            }
            Self::BadPattern(pattern) => format!("`{pattern}`を解釈できません。修正してください"),
            Self::NoReplicas(name) => format!(
                "`{name}`という名前のDeployment、ReplicaSet、StatefulSet、ReplicationControllerはありません。名前を修正してください"
            ),
            Self::BadPair(pair) => format!("`{pair}`は`key=value`の形式ではありません。修正してください"),
            Self::SameKey(key) => format!("キー`{key}`が2回指定されています。一方を削除してください"),
            Self::Behavior(id) => format!(
                "{id}は`behavior`と合いません。mergeとreplaceには同名のオブジェクトが必要で、createにはないことが必要です"
            ),
            Self::Ambiguous(name) => format!(
                "`{name}`は名前が変わった複数のオブジェクトを指す可能性があります。別々の名前にしてください"
            ),
            Self::Replacement(what) => {
                format!("replacementの`{what}`が一意に見つかりません。修正してください")
            }
            Self::TooMuch(what) => format!("ビルドをここで打ち切りました: {}", reason_in_japanese(what)),
        }
    }
}

fn type_in_japanese(wanted: &str) -> &str {
    match wanted {
        "a list" => "リストを指定してください",
        "a mapping" => "マッピングを指定してください",
        "a number" => "数値を指定してください",
        "true or false" => "trueまたはfalseを指定してください",
        _ => "文字列を指定してください。数値や真偽値は引用符で囲みます",
    }
}

/// The reasons that are parts of sentences.
const REASONS: &[(&str, &str)] = &[
    ("$patch must be merge, replace or delete", "$patchはmerge、replace、deleteのいずれかです"),
    ("with a target, it must be a single document", "targetを指定する場合、ドキュメントは1つだけです"),
    ("it has both patch and path", "patchとpathの両方が指定されています"),
    ("it has neither patch nor path", "patchもpathも指定されていません"),
    ("it is neither an object nor a list of operations", "オブジェクトでも操作のリストでもありません"),
    ("a JSON patch needs a target", "JSONパッチにはtargetが必要です"),
    ("its target needs a name", "targetにはnameが必要です"),
    ("too many kustomizations", "kustomizationが多すぎます"),
    ("too many objects", "オブジェクトが多すぎます"),
    ("a document is nested too deep", "ドキュメントの入れ子が深すぎます"),
    ("a list of more than 2000 items is patched", "パッチの対象のリストに2000を超える要素があります"),
    ("a patch copies too much", "パッチがコピーする量が多すぎます"),
    ("replacements copy too much", "replacementsがコピーする量が多すぎます"),
];

fn reason_in_japanese(reason: &str) -> &str {
    REASONS.iter().find(|(english, _)| *english == reason).map_or(reason, |(_, japanese)| japanese)
}
