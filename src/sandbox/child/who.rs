//! Whose code acts.

use rquickjs::Ctx;

use super::{super::ran::Source, stage::Stage, tree::Id};

/// Nodes of which it is looked up who put them there.
const MAX_SIGNED: u32 = 200;

impl Stage {
    /// Looks up whose code acts: the innermost script on the engine's stack, and the next other.
    pub fn look_who(&self, ctx: &Ctx<'_>) {
        let (source, asked_by) = self.who(ctx);
        self.recorder.acting(source, asked_by);
    }

    /// Writes on a node whose code put it into the document.
    pub fn sign(&self, ctx: &Ctx<'_>, id: Id) {
        let count = self.signed.get() + 1;
        self.signed.set(count);
        if count <= MAX_SIGNED {
            let (source, asked_by) = self.who(ctx);
            self.tree.borrow_mut().sign(id, source, asked_by);
        }
    }

    fn who(&self, ctx: &Ctx<'_>) -> (Source, Option<Source>) {
        let task = self.recorder.source();
        let Ok(stack) = ctx.eval::<String, _>(format!("new {}().stack", self.error)) else {
            ctx.catch();
            return (task, None);
        };
        let mut scripts = stack.lines().filter_map(|line| {
            let (_, place) = line.rsplit_once(self.mark.as_str())?;
            place.split(':').next()?.parse().ok().map(Source::Script)
        });
        let source = scripts.next().unwrap_or(task);
        let task = Some(task).filter(|task| *task != Source::Unknown);
        let asked_by = scripts.chain(task).find(|other| *other != source);
        (source, asked_by)
    }
}
