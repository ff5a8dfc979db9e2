//! What scripts write, hide and add.

use super::{forms, planted, read};
use crate::page::{Declared, HidingForm as Form, Origin};

#[test]
fn markup_written_in_place_holds_for_what_follows() {
    let source = "<p>Tin</p><script>document.write(String.fromCharCode(60,100,105,118,32,115,116,\
         121,108,101,61,39,100,105,115,112,108,97,121,58,110,111,110,101,39,62))</script>\n\
         <a href=//bet88.example>nhà cái</a></div><a href=/sau>Sau</a>";
    let page = read(source);
    assert_eq!(forms(planted(&page)), [Form::Display]);
    assert_eq!(planted(&page).origin, Origin::Markup);
    assert_eq!(page.locate(&planted(&page).spot).line, 2);
    assert_eq!(page.links[1].concealed, []);
    assert_eq!(page.hidden_text[0].text, "nhà cái");
}

#[test]
fn links_written_in_place_come_from_the_script() {
    let source = "\n<script>document.write('<div hidden><a href=\"//bet88.example\">nhà cái</a></div>')</script><a href=/x>x</a>";
    let page = read(source);
    assert_eq!(planted(&page).origin, Origin::Script);
    assert_eq!(forms(planted(&page)), [Form::Attribute]);
    let located = page.locate(&planted(&page).spot);
    assert_eq!(located.line, 2);
    assert!(source[located.range].starts_with("<script>"));
    assert_eq!(page.links[1].origin, Origin::Markup);
}

#[test]
fn markup_written_elsewhere_is_read_on_its_own() {
    let page = read(
        "<div id=a></div><script>document.getElementById('a').innerHTML = \
         '<iframe src=\"https://bet88.example/\" width=0 height=0></iframe><a href=\"//bet88.example\">x</a>';</script>",
    );
    assert_eq!(planted(&page).origin, Origin::Script);
    assert_eq!(page.frames[0].origin, Origin::Script);
    assert_eq!(page.frames[0].concealed[0].form, Form::ZeroSize);
}

#[test]
fn what_scripts_hide_is_hidden() {
    let page = read(
        "<div id=k><a href=//bet88.example>x</a></div><script>document.getElementById('k').style.display='none'</script>",
    );
    assert_eq!(forms(planted(&page)), [Form::Display]);
    assert_eq!(planted(&page).concealed[0].declared, Declared::Script);
}

#[test]
fn whatever_way_a_script_hides_an_element_is_seen() {
    for script in [
        "document.getElementById('k').setAttribute('style','display:none')",
        "document.getElementById('k').setAttribute('hidden','')",
        "document.querySelector('div.q').style.left='-9999px'",
        "document.querySelectorAll('.q').forEach(function(e){e.style.opacity=0})",
        "document.getElementById('k').classList.add('x','gone')",
        "document.getElementById('k').className='gone'",
        "document.getElementById('k').setAttribute('class','q gone')",
        "document.getElementById('k').remove()",
        "$('#k').addClass('gone')",
        "$(function(){$('#k').hide()})",
        "$('#k').remove()",
        "jQuery(document).ready(function($){$('#k').css({left:'-9999px'})})",
        "jQuery(function(q){q('#k').hide()})",
        "$('#k').attr('style','display:none')",
    ] {
        let page = read(&format!(
            "<style>.gone{{display:none}}</style><div id=k class=q><a href=//bet88.example>x</a></div>\
             <a href=/sau>sau</a><script>{script}</script>"
        ));
        assert_eq!(forms(planted(&page)), [Form::Display], "{script}");
        assert_eq!(page.links[1].concealed, [], "{script}");
    }
    for script in [
        "document.getElementById('k').onclick=function(){this.remove()}",
        "$('#m').click(function(){$('#k').hide()})",
        "document.getElementsByTagName('div')[0].style.display='none'",
        "document.body.classList.add('gone')",
    ] {
        let page = read(&format!(
            "<style>.gone{{display:none}}</style><div id=k><a href=//bet88.example>x</a></div>\
             <script>{script}</script>"
        ));
        assert_eq!(forms(planted(&page)), [], "{script}");
    }
}

#[test]
fn links_that_scripts_make_have_their_words() {
    let page = read(
        "<script>var d=document.createElement('div');d.style.display='none';\
         [['//bet88.example','nhà cái']].forEach(function(l){var a=document.createElement('a');\
         a.href=l[0];a.textContent=l[1];d.appendChild(a)});document.body.appendChild(d)</script>",
    );
    assert_eq!(planted(&page).text, "nhà cái");
    assert_eq!(planted(&page).concealed[0].declared, Declared::Script);
}

#[test]
fn frames_that_scripts_add_are_found() {
    let page = read(
        "<script>var f=document.createElement('iframe');f.src='https://bet88.example/';f.style.display='none';document.body.appendChild(f)</script>",
    );
    assert_eq!(page.frames[0].src, "https://bet88.example/");
    assert_eq!(page.frames[0].concealed[0].declared, Declared::Script);
}

#[test]
fn styles_that_scripts_write_hide() {
    for script in [
        "document.write('<style>.x{display:none}</style>')",
        "document.head.insertAdjacentHTML('beforeend','<style>.x{display:none}</style>')",
        "var s=document.createElement('style');s.innerHTML='.x{display:none}';document.head.appendChild(s)",
        "var s=document.createElement('style');s.append('.x{display:none}');document.head.append(s)",
        "document.styleSheets[0].insertRule('.x{display:none}',0)",
    ] {
        let page = read(&format!(
            "<script>{script}</script><div class=x><a href=//bet88.example>x</a></div>"
        ));
        assert_eq!(forms(planted(&page)), [Form::Display], "{script}");
    }
}

#[test]
fn markup_written_elsewhere_is_styled_like_the_page() {
    let page = read(
        "<style>.x{display:none}</style><p id=a></p><script>document.getElementById('a').innerHTML = \
         '<b class=x><a href=//bet88.example>x</a></b>';</script>",
    );
    assert_eq!(forms(planted(&page)), [Form::Display]);
    let page = read(
        "<iframe srcdoc='<style>.x{opacity:0}</style><b class=x><a href=//bet88.example>x</a></b>'></iframe>",
    );
    assert_eq!(forms(planted(&page)), [Form::Opacity]);
}

#[test]
fn what_scripts_write_does_not_swallow_the_page() {
    for open in ["<plaintext style=display:none>", "<textarea>", "<!-- ", "<b><noscript>", "<XMP>"]
    {
        let page = read(&format!(
            "<script>document.write('{open}')</script><p><a href=//bet88.example>nhà cái</a></p>"
        ));
        assert_eq!(planted(&page).text, "nhà cái", "{open}");
    }
}
