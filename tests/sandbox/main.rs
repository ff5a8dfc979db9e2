//! The sandbox as it is used: the real binary as child, behind its walls.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod disguises;
mod facts;
mod hostile;
mod walls;
mod world;

use canhcong::sandbox::{Job, Ran, Sandbox};

const PAGE: &str = "http://portal.test/tin/bai-viet.html";

fn sandbox(children: usize) -> Sandbox {
    Sandbox::of_program(env!("CARGO_BIN_EXE_canhcong"), children)
}

/// A small page with this script in it.
fn page(script: &str) -> String {
    format!(
        "<html><head><title>Tin</title></head><body><div id=menu class='nav top'>\
         <a href=/gioi-thieu>Giới thiệu</a></div><p id=text>Tin tức</p>\
         <form id=search action=/tim><input name=q value=x></form>\
         <script>{script}</script></body></html>"
    )
}

fn job(script: &str) -> Job {
    Job::of_markup(PAGE, &page(script), &[])
}

fn run(script: &str) -> Ran {
    sandbox(1).run(&job(script))
}

/// Where the scripts of a run led.
fn targets(ran: &Ran) -> Vec<&str> {
    ran.navigations.iter().map(|navigation| navigation.target.as_str()).collect()
}

/// What the page said to its visitor: how tests look into the world.
fn said(ran: &Ran) -> Vec<&str> {
    ran.shown.iter().map(|shown| shown.text.as_str()).collect()
}
