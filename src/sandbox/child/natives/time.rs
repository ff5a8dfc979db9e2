//! Time, chance, and parts of the world that are built late.

use rquickjs::{Ctx, Object, Result};

use super::Natives;

pub(super) fn add<'js>(natives: &Natives<'_, 'js>) -> Result<()> {
    let s = natives.stage();
    // Milliseconds since 1970 are exact in a double for as long as it matters.
    natives.put("look", move || (s.job.world.now_ms as f64 + s.clock.look()).floor())?;
    let s = natives.stage();
    natives.put("tick", move || s.clock.look())?;
    let s = natives.stage();
    natives.put("timer", move |ms: f64, repeat: bool| {
        s.clock.set(ms, repeat, s.recorder.source(), s.recorder.trigger())
    })?;
    let s = natives.stage();
    natives.put("clear", move |id: f64| s.clock.clear(id as u32))?;
    let s = natives.stage();
    natives.put("random", move || {
        // xorshift64*, of which the upper 53 bits make a number below one.
        let mut state = s.random.get();
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        s.random.set(state);
        let bits = state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11;
        bits as f64 / (1_u64 << 53) as f64
    })?;
    let s = natives.stage();
    natives.put("visitor", move |ctx: Ctx<'js>| -> Result<Object<'js>> {
        let visitor = Object::new(ctx)?;
        let world = &s.job.world;
        visitor.set("user_agent", world.user_agent.as_str())?;
        visitor.set("referrer", world.referrer.as_str())?;
        visitor.set("touch", world.touch)?;
        visitor.set("width", world.screen.0)?;
        visitor.set("height", world.screen.1)?;
        Ok(visitor)
    })?;
    let s = natives.stage();
    natives.put("wants_jquery", move || s.job.stand_in_jquery)?;
    let s = natives.stage();
    natives.put("later", move |ctx: Ctx<'js>, name: String| s.world.later(&ctx, &name))
}
