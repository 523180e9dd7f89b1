//! Everything a key can do, by the name it has in `keymap.toml`, in the palette and in help.

/// Declares the actions once: name, where help lists it, what it does.
macro_rules! actions {
    ($($variant:ident $name:literal $group:ident $does:literal;)*) => {
        /// Something the reader can ask of the viewer.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $(#[doc = $does] $variant,)*
        }

        impl Action {
            /// All actions, in the order help lists them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name that files and the palette use.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it does, for people.
            #[must_use]
            pub fn does(self) -> &'static str {
                match self { $(Self::$variant => $does,)* }
            }

            /// The heading it stands under in help.
            #[must_use]
            pub fn group(self) -> Group {
                match self { $(Self::$variant => Group::$group,)* }
            }
        }
    };
}

/// Headings of help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Moving in what is shown.
    Move,
    /// Going to another thing.
    Go,
    /// Looking for words.
    Find,
    /// Two accounts side by side.
    Compare,
    /// The list of stories.
    List,
    /// Doing something with an article.
    Article,
    /// The program itself.
    Program,
}

impl Group {
    /// The heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Go => "Go",
            Self::Find => "Find",
            Self::Compare => "Compare",
            Self::List => "List of stories",
            Self::Article => "Article",
            Self::Program => "Program",
        }
    }
}

actions! {
    Down "down" Move "down one line or row";
    Up "up" Move "up one line or row";
    HalfDown "half_down" Move "down half a screen";
    HalfUp "half_up" Move "up half a screen";
    PageDown "page_down" Move "down one screen";
    PageUp "page_up" Move "up one screen";
    Top "top" Move "to the beginning";
    Bottom "bottom" Move "to the end";
    Left "left" Move "to the left: the list, a column";
    Right "right" Move "to the right: the article, a column";
    SwitchPane "switch_pane" Move "between list and article";
    Open "open" Go "open; from a bullet to its sentence, back";
    Back "back" Go "back, or close what is open";
    NextSource "next_source" Go "the story's next source";
    PreviousSource "previous_source" Go "the story's previous source";
    NextStory "next_story" Go "the next story";
    PreviousStory "previous_story" Go "the previous story";
    FrontPage "front_page" Go "the front page: today's stories";
    NextUnread "next_unread" Go "the next unread article";
    Bullets "bullets" Go "to the bullets and back";
    FollowLink "follow_link" Go "follow a link of the article";
    Find "find" Find "find in what is shown";
    Next "next" Find "next difference or place found";
    Previous "previous" Find "previous difference or place found";
    Search "search" Find "search all articles";
    Compare "compare" Compare "compare with the marked or the next source";
    Mark "mark" Compare "mark for comparison";
    Coverage "coverage" Compare "who reports what, source by source";
    FilterClaims "filter_claims" Compare "only contradictions, only what one source reports, all";
    SortClaims "sort_claims" Compare "sort claims: as told, most sources, contradictions first";
    Swap "swap" Compare "swap the sides";
    PickOther "pick_other" Compare "compare with the story's next source instead";
    Stacked "stacked" Compare "side by side or one above the other";
    Partner "partner" Compare "from a moved passage to its other place";
    Nearest "nearest" Compare "what comes nearest on the other side";
    Quotations "quotations" Compare "quotations of both";
    Figures "figures" Compare "figures of both";
    Names "names" Compare "names of both";
    Changes "changes" Compare "list of differences";
    ReadingOrder "reading_order" Compare "order by left, right or differences";
    Fold "fold" List "fold or open a story or a run";
    Filter "filter" List "filter the list as you type";
    OnlyUnread "only_unread" List "only stories with something unread";
    OnlyStarred "only_starred" List "only starred stories";
    OnlyGroup "only_group" List "only the next group of your sources";
    OnlyBlindspot "only_blindspot" List "what the next group of your sources leaves out";
    SortShelf "sort_shelf" List "sort as it comes";
    SortTime "sort_time" List "sort by time";
    SortCoverage "sort_coverage" List "sort by number of sources";
    SortSource "sort_source" List "sort by source";
    Merge "merge" List "join the marked article's story to this one";
    Split "split" List "take the article out of its story";
    Undo "undo" List "take back the last mark, join or split";
    Read "read" Article "read or unread";
    Star "star" Article "star or take the star away";
    Browser "browser" Article "open in the browser";
    Copy "copy" Article "copy to the clipboard";
    Export "export" Article "write to a file (.md .html .json .txt)";
    Pipe "pipe" Article "pipe to a command";
    Note "note" Article "write a note on the article";
    Pictures "pictures" Article "pictures on or off";
    Versions "versions" Article "what changed since it was fetched before";
    Help "help" Program "all keys";
    Palette "palette" Program "every action by name";
    Theme "theme" Program "next theme";
    Mouse "mouse" Program "mouse on or off";
    Reload "reload" Program "read again; update the subscriptions";
    Sync "sync" Program "sync with your server";
    Redraw "redraw" Program "draw the screen anew";
    Suspend "suspend" Program "suspend to the shell";
    Quit "quit" Program "quit";
}

impl Action {
    /// The action of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|a| a.name() == name)
    }

    /// Whether a count before it (`5j`) repeats it.
    #[must_use]
    pub fn repeats(self) -> bool {
        use Action as A;
        matches!(
            self,
            A::Down
                | A::Up
                | A::HalfDown
                | A::HalfUp
                | A::PageDown
                | A::PageUp
                | A::Left
                | A::Right
                | A::NextSource
                | A::PreviousSource
                | A::NextStory
                | A::PreviousStory
                | A::NextUnread
                | A::Next
                | A::Previous
        )
    }
}
