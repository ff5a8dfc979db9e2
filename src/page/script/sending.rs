//! Where code sends what visitors typed: requests, and addresses of pictures, frames and scripts
//! that carry it.

use oxc_span::Span;

use super::reader::Reader;
use super::sink::{KEPT, destinations};
use super::typed::typed_of;
use super::value::{Sources, Value};
use super::{Condition, Destination, Sending, Typed};

impl Reader<'_> {
    /// Records that code asks for an address and gives it `data` along, if any of that was typed.
    pub fn send(&mut self, address: &Value, data: &[Value], way: &'static str, span: Span) {
        let mut carried = self.carried(address);
        for one in data {
            carried = carried.and(self.carried(one));
        }
        // What is laid down somewhere may be laid down later.
        let stored = carried.has(Sources::on(Condition::Cookie));
        if !carried.has(Sources::USER) && !stored {
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
            if carried.has(Sources::USER) {
                self.push_sending(sending);
            } else if self.sends_stored.len() < KEPT {
                self.sends_stored.push(sending);
            }
        }
    }

    /// What is known of the sends when all was read.
    pub fn settle_sends(&mut self) {
        let laid_down = self.laid_down;
        for sending in std::mem::take(&mut self.sends_stored) {
            if laid_down.has(Sources::USER) {
                self.push_sending(Sending { typed: typed_of(laid_down), ..sending });
            }
        }
        for sending in self.facts.sends.iter_mut().filter(|_| self.asks_for_cards) {
            let all = sending.typed.contains(&Typed::AllFields);
            if all && !sending.typed.contains(&Typed::Cards) {
                sending.typed.push(Typed::Cards);
            }
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
