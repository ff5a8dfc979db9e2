//! The doors between the world and the child: closures that page code cannot reach or change.
//!
//! Each takes numbers and text and gives numbers and text. None keeps a JavaScript value: what the
//! engine does not see, it cannot free.

mod address;
mod made;
mod nodes;
mod record;
mod time;

use std::rc::Rc;

use rquickjs::{Ctx, Error, Function, Object, Result, function::IntoJsFunc};

pub(super) use made::run_element;

use super::{stage::Stage, tree::Refused};

/// All natives, as properties of one object.
pub(super) fn all<'js>(ctx: &Ctx<'js>, stage: &Rc<Stage>) -> Result<Object<'js>> {
    let natives = Natives { object: Object::new(ctx.clone())?, stage };
    record::add(&natives)?;
    time::add(&natives)?;
    address::add(&natives)?;
    nodes::add(&natives)?;
    made::add(&natives)?;
    Ok(natives.object)
}

struct Natives<'a, 'js> {
    object: Object<'js>,
    stage: &'a Rc<Stage>,
}

impl<'js> Natives<'_, 'js> {
    fn put<P, F: IntoJsFunc<'js, P> + 'js>(&self, name: &str, native: F) -> Result<()> {
        self.object.set(name, Function::new(self.object.ctx().clone(), native)?)
    }

    fn stage(&self) -> Rc<Stage> {
        Rc::clone(self.stage)
    }
}

fn refused(refused: Refused) -> Error {
    let message = match refused {
        Refused::Place => "the node cannot stand there",
        Refused::Full => "the document is too large",
        Refused::Time => return spent(),
    };
    Error::new_from_js_message("node", "node", message)
}

/// The task has used up its share.
fn spent() -> Error {
    Error::new_from_js_message("work", "time", "out of time")
}
