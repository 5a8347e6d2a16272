// Made by build.mjs.
{
    const ASSETS: &[Asset] = &[
        Asset { name: "app-6XAKWCBC.js", media_type: "text/javascript; charset=utf-8", bytes: include_bytes!("app-6XAKWCBC.js") },
        Asset { name: "chair-PV5IBRMT.glb", media_type: "model/gltf-binary", bytes: include_bytes!("chair-PV5IBRMT.glb") },
        Asset { name: "chair-VFTVPWCK.jpg", media_type: "image/jpeg", bytes: include_bytes!("chair-VFTVPWCK.jpg") },
        Asset { name: "chair-XEHDDVKP.png", media_type: "image/png", bytes: include_bytes!("chair-XEHDDVKP.png") },
        Asset { name: "flamingo-6R43M65D.jpg", media_type: "image/jpeg", bytes: include_bytes!("flamingo-6R43M65D.jpg") },
        Asset { name: "flamingo-OOCUYAQU.glb", media_type: "model/gltf-binary", bytes: include_bytes!("flamingo-OOCUYAQU.glb") },
        Asset { name: "flamingo-WNZLVT2P.png", media_type: "image/png", bytes: include_bytes!("flamingo-WNZLVT2P.png") },
        Asset { name: "icon-43AR4ILN.svg", media_type: "image/svg+xml", bytes: include_bytes!("icon-43AR4ILN.svg") },
        Asset { name: "licences-13118413.txt", media_type: "text/plain; charset=utf-8", bytes: include_bytes!("licences.txt") },
        Asset { name: "mushroom-KDLZ3OQ4.jpg", media_type: "image/jpeg", bytes: include_bytes!("mushroom-KDLZ3OQ4.jpg") },
        Asset { name: "mushroom-UB6NEUHR.glb", media_type: "model/gltf-binary", bytes: include_bytes!("mushroom-UB6NEUHR.glb") },
        Asset { name: "mushroom-VNAA33BY.png", media_type: "image/png", bytes: include_bytes!("mushroom-VNAA33BY.png") },
        Asset { name: "style-U7NWA7L7.css", media_type: "text/css; charset=utf-8", bytes: include_bytes!("style-U7NWA7L7.css") },
        Asset { name: "teapot-3VT4FD2B.png", media_type: "image/png", bytes: include_bytes!("teapot-3VT4FD2B.png") },
        Asset { name: "teapot-6WLLIPY3.jpg", media_type: "image/jpeg", bytes: include_bytes!("teapot-6WLLIPY3.jpg") },
        Asset { name: "teapot-7PTOT77W.glb", media_type: "model/gltf-binary", bytes: include_bytes!("teapot-7PTOT77W.glb") },
        Asset { name: "viewer-RCIBO26V.js", media_type: "text/javascript; charset=utf-8", bytes: include_bytes!("viewer-RCIBO26V.js") },
    ];
    Dist {
        script: "/assets/app-6XAKWCBC.js",
        style: "/assets/style-U7NWA7L7.css",
        icon: "/assets/icon-43AR4ILN.svg",
        licences: "/assets/licences-13118413.txt",
        assets: ASSETS,
    }
}
