//! Where code sends what visitors typed: requests, and addresses of pictures, frames and scripts
//! that carry it.

use oxc_span::Span;

use super::reader::Reader;
use super::sink::{KEPT, destinations};
use super::typed::typed_of;
use super::value::{Sources, Value};
use super::{Destination, Sending};

impl Reader<'_> {
    /// Records that code asks for an address and gives it `data` along, if any of that was typed.
    pub fn send(&mut self, address: &Value, data: &[Value], way: &'static str, span: Span) {
        let mut carried = self.carried(address);
        for one in data {
            carried = carried.and(self.carried(one));
        }
        if !carried.has(Sources::USER) {
            return;
        }
        // What was typed decides whether it is sent: it is told as well.
        let typed = typed_of(carried.and(self.path));
        for target in destinations(address) {
            if target == Destination::Unknown {
                continue;
            }
            let sending = Sending {
                target,
                way,
                typed: typed.clone(),
                trigger: self.trigger.clone(),
                conditions: self.path.conditions(),
                encoded: self.layer.encoded,
                disguised: false,
                span: self.place(span),
                ran: None,
            };
            self.push_sending(sending);
        }
    }

    fn push_sending(&mut self, new: Sending) {
        self.recorded += 1;
        let known = &mut self.facts.sends;
        let same = known.iter_mut().find(|own| own.span == new.span && own.target == new.target);
        // The same code, met again on another way.
        let Some(own) = same else {
            if known.len() < KEPT {
                known.push(new);
            }
            return;
        };
        for typed in new.typed {
            if !own.typed.contains(&typed) {
                own.typed.push(typed);
            }
        }
        if super::trigger::delay(&new.trigger) < super::trigger::delay(&own.trigger) {
            own.trigger = new.trigger;
        }
    }

    /// `request.open(method, address)`: what is sent next goes there.
    pub fn open_request(&mut self, address: &Value, span: Span) {
        self.opened = Some(address.clone());
        self.send(address, &[], "XMLHttpRequest", span);
    }

    /// `request.send(data)`, `socket.send(data)`.
    pub fn send_opened(&mut self, data: &[Value], span: Span) {
        if let Some(address) = self.opened.clone() {
            self.send(&address, data, "XMLHttpRequest", span);
        }
    }

    /// Gives what was typed back to who reads it where it was laid down: a cookie, the storage.
    pub fn lay_down(&mut self, value: &Value) {
        let typed = self.carried(value).typed();
        self.laid_down = self.laid_down.and(typed);
    }
}
